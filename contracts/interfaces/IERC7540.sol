// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Operators of an asynchronous vault (ERC-7540, ERC-165 id 0xe3bc4e65)
interface IERC7540Operator {
    event OperatorSet(address indexed controller, address indexed operator, bool approved);

    /// @notice Lets `operator` manage the caller's requests, or takes that back.
    function setOperator(address operator, bool approved) external returns (bool);

    function isOperator(address controller, address operator) external view returns (bool);
}

/// @title Asynchronous deposits (ERC-7540, ERC-165 id 0xce3bbe50)
interface IERC7540Deposit {
    event DepositRequest(
        address indexed controller,
        address indexed owner,
        uint256 indexed requestId,
        address sender,
        uint256 assets
    );

    /// @notice Takes `assets` of `owner` and asks to join for `controller`.
    function requestDeposit(uint256 assets, address controller, address owner) external returns (uint256 requestId);

    /// @notice Claims the shares of `assets` of `controller`'s executed deposits for `receiver`.
    function deposit(uint256 assets, address receiver, address controller) external returns (uint256 shares);

    /// @notice Claims `shares` of `controller`'s executed deposits for `receiver`.
    function mint(uint256 shares, address receiver, address controller) external returns (uint256 assets);

    /// @notice Assets of the request that wait to be executed.
    function pendingDepositRequest(uint256 requestId, address controller) external view returns (uint256 assets);

    /// @notice Assets of the request whose shares wait to be claimed.
    function claimableDepositRequest(uint256 requestId, address controller) external view returns (uint256 assets);
}

/// @title Asynchronous redemptions (ERC-7540, ERC-165 id 0x620ee8e4)
interface IERC7540Redeem {
    event RedeemRequest(
        address indexed controller,
        address indexed owner,
        uint256 indexed requestId,
        address sender,
        uint256 shares
    );

    /// @notice Takes `shares` of `owner` and asks to leave for `controller`.
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);

    /// @notice Shares of the request that wait to be executed.
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    /// @notice Shares of the request whose assets wait to be claimed.
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);
}
