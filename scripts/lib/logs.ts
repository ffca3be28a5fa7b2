// SPDX-License-Identifier: MIT
import { LogDescription } from "ethers";
import type { EventFragment, Interface, Log } from "ethers";

const eventsOf = new WeakMap<Interface, ReadonlyMap<string, EventFragment>>();

function byTopic(abi: Interface): ReadonlyMap<string, EventFragment> {
  const known = eventsOf.get(abi);
  if (known !== undefined) return known;
  const events = new Map<string, EventFragment>();
  abi.forEachEvent((event) => {
    events.set(event.topicHash, event);
  });
  eventsOf.set(abi, events);
  return events;
}

/**
 * A log as its contract's interface reads it, or null where it is none of its events. What `Interface.parseLog` says; that
 * hashes the signatures of the interface's events anew for every log, which is most of the time that many logs take.
 */
export function readLog(abi: Interface, { topics, data }: Pick<Log, "topics" | "data">): LogDescription | null {
  const [topic = ""] = topics;
  const event = byTopic(abi).get(topic);
  return event === undefined ? null : new LogDescription(event, topic, abi.decodeEventLog(event, data, topics));
}
