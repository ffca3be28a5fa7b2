// SPDX-License-Identifier: MIT
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import type { ProtocolParameters } from "../parameters/schema.ts";
import { FEED_DECIMALS } from "../parameters/units.ts";
import type { coreModule } from "./core.ts";

/**
 * Feeds and markets, one after the other. Every market begins reduce-only: it opens when the pool has money for it, which
 * is an operation of those who hold the roles then.
 */
export const marketsModule = ({ markets }: ProtocolParameters, core: ReturnType<typeof coreModule>) =>
  buildModule("Markets", (m) => {
    const { oracle, ledger } = m.useModule(core);
    for (const { id, asset, name, feed, tiers, trade, liquidation } of markets) {
      const { address, initialAnswer, second, ...limits } = feed;
      const double = (name: string) => m.contract("MockV3Aggregator", [FEED_DECIMALS, initialAnswer], { id: name });
      const primary = { feed: address ?? double(`${asset}Feed`), ...limits };
      const options = { id: `${asset}SetFeed` };
      const setBoth = ({ address: other, ...ages }: NonNullable<typeof second>) => {
        const secondary = { feed: other ?? double(`${asset}SecondFeed`), ...ages };
        return m.call(oracle, "setFeeds", [id, { primary, secondary }], options);
      };
      const set = second === null ? m.call(oracle, "setFeed", [id, primary], options) : setBoth(second);
      const args = [id, name, tiers, trade, liquidation];
      m.call(ledger, "listMarket", args, { id: `${asset}ListMarket`, after: [set] });
    }
    return {};
  });
