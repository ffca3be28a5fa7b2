// SPDX-License-Identifier: MIT
import fc from "fast-check";

/** DeleveragingHarness.Kind, in the order of its declaration. */
export const Kind = { Touch: 0n, Trade: 1n, Fund: 2n, Deleverage: 3n, BookResidue: 4n } as const;

/** DeleveragingHarness.Step. */
export interface Step {
  readonly kind: bigint;
  readonly account: bigint;
  readonly other: bigint;
  readonly amount: bigint;
  readonly price: bigint;
}

/** The pool is the first. */
export const ACCOUNTS = 6n;

/** Prices move between these, and the funding index by less than half of the lower: a fraction of a unit that rounding took
 * is then always worth more than the funding that it no longer pays. */
export const LOWEST_PRICE = 10n ** 16n;
export const HIGHEST_PRICE = 4n * LOWEST_PRICE;
const FUNDING = LOWEST_PRICE / 4n;

/** What the funding index can differ by between two moments. */
export const FUNDING_RANGE = 2n * FUNDING;

const NOBODY = { other: 0n, price: 0n };

export const touch = (account: bigint): Step => ({ kind: Kind.Touch, account, amount: 0n, ...NOBODY });

export const trade = (account: bigint, other: bigint, amount: bigint, price: bigint): Step => ({
  kind: Kind.Trade,
  account,
  other,
  amount,
  price,
});

export const close = (account: bigint, partPpm: bigint, price: bigint): Step => ({
  kind: Kind.Deleverage,
  account,
  other: 0n,
  amount: partPpm,
  price,
});

/** Everybody catches up, and the pool takes what rounding left. */
export const SETTLE: readonly Step[] = [
  ...Array.from({ length: Number(ACCOUNTS) }, (_, account) => touch(BigInt(account))),
  { kind: Kind.BookResidue, account: 0n, amount: 0n, ...NOBODY },
];

const accounts = fc.bigInt(0n, ACCOUNTS - 1n);
const prices = fc.bigInt(LOWEST_PRICE, HIGHEST_PRICE);

/** From a few units to 2^50, each width as likely as any other. */
const sizes = fc.integer({ min: 1, max: 50 }).chain((width) => fc.bigInt(1n, 2n ** BigInt(width)));

/** A little, some, nearly all, and all. */
const parts = fc.oneof(
  fc.bigInt(1n, 1_000n),
  fc.bigInt(1n, 10n ** 6n),
  fc.bigInt(999_000n, 10n ** 6n),
  fc.constant(10n ** 6n),
);

const trades = fc
  .tuple(accounts, fc.bigInt(1n, ACCOUNTS - 1n), sizes, prices)
  .map(([account, distance, size, price]) => trade(account, (account + distance) % ACCOUNTS, size, price));

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: trades },
  {
    weight: 3,
    arbitrary: fc.tuple(accounts, parts, prices).map(([account, part, price]) => close(account, part, price)),
  },
  { weight: 2, arbitrary: accounts.map(touch) },
  {
    weight: 2,
    arbitrary: fc
      .bigInt(-FUNDING, FUNDING)
      .map((index): Step => ({ kind: Kind.Fund, account: 0n, amount: index, ...NOBODY })),
  },
);

/** Three chapters, after each of which everybody is touched. */
export const histories = fc.array(fc.array(steps, { minLength: 5, maxLength: 40 }), { minLength: 3, maxLength: 3 });

/** The same with longs for shorts: every trade the other way round. */
export const mirrored = (chapters: readonly (readonly Step[])[]): readonly (readonly Step[])[] =>
  chapters.map((chapter) =>
    chapter.map((step) => (step.kind === Kind.Trade ? { ...step, account: step.other, other: step.account } : step)),
  );

/**
 * 65 deleveragings of the longs through at least five generations, by a short that has nearly all of its side again and
 * again. Account 1 is on the side now and then; 3 is touched by nobody, 5 on the other side sometimes.
 */
export const HARSH: readonly (readonly Step[])[] = [
  [
    trade(1n, 2n, 2n ** 50n + 12_345n, LOWEST_PRICE),
    trade(3n, 4n, 2n ** 40n + 1n, LOWEST_PRICE + 7n),
    trade(3n, 5n, 2n ** 45n + 3n, LOWEST_PRICE + 11n),
    ...Array.from({ length: 65 }, (_, round): readonly Step[] => {
      const price = LOWEST_PRICE + BigInt(round) * 12_345_678_901n;
      return [
        { kind: Kind.Fund, account: 0n, amount: BigInt(round) * 10n ** 13n, ...NOBODY },
        trade(round % 2 === 0 ? 1n : 0n, 2n, 2n ** 49n + BigInt(round), price),
        close(2n, 999_999n, price),
        ...(round % 13 === 12 ? [touch(5n)] : []),
      ];
    }).flat(),
  ],
];

/**
 * The coarsest scale there is: near the end of a generation, below an open interest near its largest. Each of sixteen
 * deleveragings by one unit is a step of the scale that is worth three eighths of a unit.
 */
export const COARSE: readonly (readonly Step[])[] = [
  [
    trade(1n, 2n, 2n ** 48n, LOWEST_PRICE),
    trade(1n, 4n, 2n ** 16n + 2n, LOWEST_PRICE),
    close(2n, 10n ** 6n, LOWEST_PRICE),
    trade(3n, 5n, 2n ** 62n + 2n ** 61n, LOWEST_PRICE),
  ],
  Array.from({ length: 16 }, () => [
    trade(1n, 4n, 1n, LOWEST_PRICE),
    trade(1n, 2n, 1n, LOWEST_PRICE),
    close(2n, 10n ** 6n, LOWEST_PRICE),
  ]).flat(),
];

/** A lone short of eleven units loses one, and rounding gives it back: eleven, where the open interest is ten. */
export const ENLARGED: readonly (readonly Step[])[] = [
  [trade(1n, 2n, 11n, LOWEST_PRICE), close(1n, 90_910n, LOWEST_PRICE), touch(2n), close(2n, 10n ** 6n, LOWEST_PRICE)],
];
