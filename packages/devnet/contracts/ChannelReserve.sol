// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// Stands in for Tempo's channel precompile (TIP-1034) on a development chain without it.
/// Two things a contract cannot do are done by the proxy in front of the chain: it writes the hash of the
/// transaction into the first slot, and it lets this contract move the payer's tokens.
contract ChannelReserve {
    struct ChannelDescriptor {
        address payer;
        address payee;
        address operator;
        address token;
        bytes32 salt;
        address authorizedSigner;
        bytes32 expiringNonceHash;
    }

    struct ChannelState {
        uint96 settled;
        uint96 deposit;
        uint32 closeRequestedAt;
    }

    struct Channel {
        ChannelDescriptor descriptor;
        ChannelState state;
    }

    error ChannelAlreadyExists();
    error ChannelNotFound();
    error NotPayer();
    error NotPayeeOrOperator();
    error InvalidPayee();
    error ZeroDeposit();
    error ExpiringNonceHashNotSet();
    error InvalidSignature();
    error AmountExceedsDeposit();
    error AmountNotIncreasing();
    error CaptureAmountInvalid();
    error CloseNotReady();
    error DepositOverflow();
    error TransferFailed();

    event ChannelOpened(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        address operator,
        address token,
        address authorizedSigner,
        bytes32 salt,
        bytes32 expiringNonceHash,
        uint96 deposit
    );
    event Settled(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        uint96 cumulativeAmount,
        uint96 deltaPaid,
        uint96 newSettled
    );
    event TopUp(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        uint96 additionalDeposit,
        uint96 newDeposit
    );
    event CloseRequested(
        bytes32 indexed channelId, address indexed payer, address indexed payee, uint256 closeGraceEnd
    );
    event CloseRequestCancelled(bytes32 indexed channelId, address indexed payer, address indexed payee);
    event ChannelClosed(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        uint96 settledToPayee,
        uint96 refundedToPayer
    );

    uint64 public constant CLOSE_GRACE_PERIOD = 15 minutes;
    bytes32 public constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channelId,uint96 cumulativeAmount)");

    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    uint256 private constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// Slot 0, which the proxy knows by its number.
    bytes32 private expiringNonceHash;
    mapping(bytes32 => ChannelState) private states;

    function open(
        address payee,
        address operator,
        address token,
        uint96 deposit,
        bytes32 salt,
        address authorizedSigner
    ) external returns (bytes32 channelId) {
        if (payee == address(0)) revert InvalidPayee();
        if (deposit == 0) revert ZeroDeposit();
        bytes32 nonceHash = expiringNonceHash;
        if (nonceHash == 0) revert ExpiringNonceHashNotSet();
        channelId = computeChannelId(msg.sender, payee, operator, token, salt, authorizedSigner, nonceHash);
        if (states[channelId].deposit != 0) revert ChannelAlreadyExists();
        states[channelId].deposit = deposit;
        emit ChannelOpened(
            channelId, msg.sender, payee, operator, token, authorizedSigner, salt, nonceHash, deposit
        );
        pull(token, msg.sender, deposit);
    }

    function topUp(ChannelDescriptor calldata descriptor, uint96 additionalDeposit) external {
        (bytes32 channelId, ChannelState storage state) = existing(descriptor);
        if (msg.sender != descriptor.payer) revert NotPayer();
        if (additionalDeposit == 0) revert ZeroDeposit();
        if (additionalDeposit > type(uint96).max - state.deposit) revert DepositOverflow();
        state.deposit += additionalDeposit;
        if (state.closeRequestedAt != 0) {
            state.closeRequestedAt = 0;
            emit CloseRequestCancelled(channelId, descriptor.payer, descriptor.payee);
        }
        emit TopUp(channelId, descriptor.payer, descriptor.payee, additionalDeposit, state.deposit);
        pull(descriptor.token, descriptor.payer, additionalDeposit);
    }

    function settle(ChannelDescriptor calldata descriptor, uint96 cumulativeAmount, bytes calldata signature)
        external
    {
        (bytes32 channelId, ChannelState storage state) = existing(descriptor);
        onlyPayeeOrOperator(descriptor);
        if (cumulativeAmount <= state.settled) revert AmountNotIncreasing();
        if (cumulativeAmount > state.deposit) revert AmountExceedsDeposit();
        verify(descriptor, channelId, cumulativeAmount, signature);
        uint96 delta = cumulativeAmount - state.settled;
        state.settled = cumulativeAmount;
        emit Settled(
            channelId, descriptor.payer, descriptor.payee, cumulativeAmount, delta, cumulativeAmount
        );
        push(descriptor.token, descriptor.payee, delta);
    }

    function close(
        ChannelDescriptor calldata descriptor,
        uint96 cumulativeAmount,
        uint96 captureAmount,
        bytes calldata signature
    ) external {
        (bytes32 channelId, ChannelState storage state) = existing(descriptor);
        onlyPayeeOrOperator(descriptor);
        uint96 settled = state.settled;
        if (captureAmount < settled || captureAmount > cumulativeAmount) revert CaptureAmountInvalid();
        if (captureAmount > state.deposit) revert AmountExceedsDeposit();
        // What is already settled needs no voucher.
        if (captureAmount > settled) verify(descriptor, channelId, cumulativeAmount, signature);
        finish(descriptor, channelId, captureAmount);
    }

    function requestClose(ChannelDescriptor calldata descriptor) external {
        (bytes32 channelId, ChannelState storage state) = existing(descriptor);
        if (msg.sender != descriptor.payer) revert NotPayer();
        // Asking again does not start the wait anew.
        if (state.closeRequestedAt == 0) state.closeRequestedAt = uint32(block.timestamp);
        emit CloseRequested(
            channelId,
            descriptor.payer,
            descriptor.payee,
            uint256(state.closeRequestedAt) + CLOSE_GRACE_PERIOD
        );
    }

    function withdraw(ChannelDescriptor calldata descriptor) external {
        (bytes32 channelId, ChannelState storage state) = existing(descriptor);
        if (msg.sender != descriptor.payer) revert NotPayer();
        uint256 requestedAt = state.closeRequestedAt;
        if (requestedAt == 0 || block.timestamp < requestedAt + CLOSE_GRACE_PERIOD) revert CloseNotReady();
        finish(descriptor, channelId, state.settled);
    }

    function getChannel(ChannelDescriptor calldata descriptor) external view returns (Channel memory) {
        return Channel(descriptor, states[idOf(descriptor)]);
    }

    function getChannelState(bytes32 channelId) external view returns (ChannelState memory) {
        return states[channelId];
    }

    function getChannelStatesBatch(bytes32[] calldata channelIds)
        external
        view
        returns (ChannelState[] memory found)
    {
        found = new ChannelState[](channelIds.length);
        for (uint256 index; index < channelIds.length; index++) found[index] = states[channelIds[index]];
    }

    function computeChannelId(
        address payer,
        address payee,
        address operator,
        address token,
        bytes32 salt,
        address authorizedSigner,
        bytes32 nonceHash
    ) public view returns (bytes32) {
        return keccak256(
            abi.encode(
                payer, payee, operator, token, salt, authorizedSigner, nonceHash, address(this), block.chainid
            )
        );
    }

    function getVoucherDigest(bytes32 channelId, uint96 cumulativeAmount) public view returns (bytes32) {
        bytes32 voucher = keccak256(abi.encode(VOUCHER_TYPEHASH, channelId, cumulativeAmount));
        return keccak256(abi.encodePacked("\x19\x01", domainSeparator(), voucher));
    }

    function domainSeparator() public view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("TIP20 Channel Reserve"),
                keccak256("1"),
                block.chainid,
                address(this)
            )
        );
    }

    function existing(ChannelDescriptor calldata descriptor)
        private
        view
        returns (bytes32 channelId, ChannelState storage state)
    {
        channelId = idOf(descriptor);
        state = states[channelId];
        if (state.deposit == 0) revert ChannelNotFound();
    }

    function idOf(ChannelDescriptor calldata descriptor) private view returns (bytes32) {
        return computeChannelId(
            descriptor.payer,
            descriptor.payee,
            descriptor.operator,
            descriptor.token,
            descriptor.salt,
            descriptor.authorizedSigner,
            descriptor.expiringNonceHash
        );
    }

    function onlyPayeeOrOperator(ChannelDescriptor calldata descriptor) private view {
        if (msg.sender == descriptor.payee) return;
        if (descriptor.operator == address(0) || msg.sender != descriptor.operator) {
            revert NotPayeeOrOperator();
        }
    }

    /// secp256k1 alone; the precompile takes Tempo's other signatures too.
    function verify(
        ChannelDescriptor calldata descriptor,
        bytes32 channelId,
        uint96 cumulativeAmount,
        bytes calldata signature
    ) private view {
        if (signature.length != 65) revert InvalidSignature();
        bytes32 r = bytes32(signature[0:32]);
        bytes32 s = bytes32(signature[32:64]);
        uint8 v = uint8(signature[64]);
        if (uint256(s) > HALF_ORDER) revert InvalidSignature();
        address signer = ecrecover(getVoucherDigest(channelId, cumulativeAmount), v < 27 ? v + 27 : v, r, s);
        address expected =
            descriptor.authorizedSigner == address(0) ? descriptor.payer : descriptor.authorizedSigner;
        if (signer == address(0) || signer != expected) revert InvalidSignature();
    }

    /// Pays the payee up to `captured`, the payer the rest, and forgets the channel.
    function finish(ChannelDescriptor calldata descriptor, bytes32 channelId, uint96 captured) private {
        ChannelState memory state = states[channelId];
        delete states[channelId];
        uint96 refund = state.deposit - captured;
        emit ChannelClosed(channelId, descriptor.payer, descriptor.payee, captured, refund);
        push(descriptor.token, descriptor.payee, captured - state.settled);
        push(descriptor.token, descriptor.payer, refund);
    }

    function pull(address token, address from, uint96 amount) private {
        if (!IToken(token).transferFrom(from, address(this), amount)) revert TransferFailed();
    }

    function push(address token, address to, uint96 amount) private {
        if (amount > 0 && !IToken(token).transfer(to, amount)) revert TransferFailed();
    }
}
