// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { PHASE_IN, TERMS, WBTC, WETH, collateralFixture, wbtc, weth } from "../collateral/support.ts";
import { plain } from "./plain.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("AccountLens.collaterals", () => {
  const fixture = async () => collateralFixture(connection);

  it("is every listed token: its price, what it counts for, and how much of it is held", async () => {
    const { lens, oracle, alice, deposit, wethToken, tokenAddresses } = await networkHelpers.loadFixture(fixture);
    await deposit(alice, accountOf(alice), WETH, wethToken, weth("7"));
    const views = (await lens.collaterals()).map(plain);
    expect(views).to.have.length(3);
    const { initialWeight, maintenanceWeight, discount, depositCap } = TERMS;
    const terms = { initialWeight, maintenanceWeight, discount };
    expect(views.slice(0, 2)).to.deep.equal([
      {
        collateral: WETH,
        token: tokenAddresses.weth,
        price: await oracle.readPrice(64n + WETH),
        ...terms,
        held: weth("7"),
        depositCap,
      },
      {
        collateral: WBTC,
        token: tokenAddresses.wbtc,
        price: await oracle.readPrice(64n + WBTC),
        ...terms,
        held: 0n,
        depositCap: wbtc("100"),
      },
    ]);
  });

  it("states the maintenance weight that counts while a lowered one arrives", async () => {
    const { lens, clearingHouse, riskAdmin } = await networkHelpers.loadFixture(fixture);
    const lowered = { ...TERMS, initialWeight: percent("70"), maintenanceWeight: percent("80") };
    await clearingHouse.connect(riskAdmin).setCollateralParameters(WETH, lowered);
    await networkHelpers.time.increase(PHASE_IN / 2);
    const [halfWay] = await lens.collaterals();
    expect(halfWay?.initialWeight).to.equal(percent("70"));
    expect(halfWay?.maintenanceWeight).to.equal(percent("84"));
  });
});
