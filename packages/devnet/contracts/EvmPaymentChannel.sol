// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface Token {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}

interface Permit2 {
    struct TokenPermissions {
        address token;
        uint256 amount;
    }

    struct PermitTransferFrom {
        TokenPermissions permitted;
        uint256 nonce;
        uint256 deadline;
    }

    struct SignatureTransferDetails {
        address to;
        uint256 requestedAmount;
    }

    function permitWitnessTransferFrom(
        PermitTransferFrom memory permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes32 witness,
        string calldata witnessTypeString,
        bytes calldata signature
    ) external;
}

interface ContractWallet {
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4);
}

/// The escrow that EVM sessions (draft-evm-session-00) are paid from, for development chains: the draft's functions for
/// payers and payees, those that a relayer sends for the payer included. What a relayer sends for the payee is not in it.
///
/// The draft names no function that reads a channel: this one has `getChannel`, with the fields in the draft's order.
contract EvmPaymentChannel {
    struct Channel {
        address payer;
        address payee;
        address token;
        address authorizedSigner;
        uint128 deposit;
        uint128 settled;
        uint64 closeRequestedAt;
        bool finalized;
    }

    uint64 public constant CLOSE_GRACE_PERIOD = 900;
    bytes32 public constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channelId,uint128 cumulativeAmount)");
    bytes32 public constant CHANNEL_OPEN_WITNESS_TYPEHASH =
        keccak256("ChannelOpenWitness(address payee,bytes32 salt,address authorizedSigner)");
    bytes32 public constant CHANNEL_TOP_UP_WITNESS_TYPEHASH = keccak256("ChannelTopUpWitness(bytes32 channelId)");
    Permit2 public constant PERMIT2 = Permit2(0x000000000022D473030F116dDEE9F6B43aC78BA3);

    string private constant OPEN_WITNESS =
        "ChannelOpenWitness witness)ChannelOpenWitness(address payee,bytes32 salt,address authorizedSigner)TokenPermissions(address token,uint256 amount)";
    string private constant TOP_UP_WITNESS =
        "ChannelTopUpWitness witness)ChannelTopUpWitness(bytes32 channelId)TokenPermissions(address token,uint256 amount)";
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    /// Above it, s has a twin below it that signs the same.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    mapping(bytes32 channelId => Channel) private channels;

    event ChannelOpened(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        address token,
        address authorizedSigner,
        bytes32 salt,
        uint128 deposit
    );
    event TopUp(bytes32 indexed channelId, address indexed payer, uint128 additionalDeposit, uint128 newDeposit);
    event Settled(bytes32 indexed channelId, address indexed payee, uint128 cumulativeAmount, uint128 deltaPaid);
    event CloseRequested(bytes32 indexed channelId, address indexed payer, uint64 closeGraceEnd);
    event CloseRequestCancelled(bytes32 indexed channelId, address indexed payer);
    event ChannelClosed(bytes32 indexed channelId, uint128 settledToPayee, uint128 refundedToPayer);

    error ChannelAlreadyExists();
    error ChannelNotFound();
    error ChannelFinalized();
    error NotPayee();
    error NotPayer();
    error AmountNotIncreasing();
    error AmountExceedsDeposit();
    error InvalidSignature();
    error NonceMismatch();
    error CloseNotReady();
    error ZeroDeposit();
    error DepositOverflow();
    error TransferFailed();

    function open(address payee, address token, uint128 deposit, bytes32 salt, address authorizedSigner)
        external
        returns (bytes32 channelId)
    {
        channelId = create(msg.sender, payee, token, deposit, salt, authorizedSigner);
        pull(token, deposit);
    }

    function openWithAuthorization(
        address payee,
        address token,
        uint128 deposit,
        bytes32 salt,
        address authorizedSigner,
        address from,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external returns (bytes32 channelId) {
        // The token's signature says nothing of the channel; its nonce does.
        if (nonce != keccak256(abi.encode(from, payee, token, salt, authorizedSigner))) revert NonceMismatch();
        channelId = create(from, payee, token, deposit, salt, authorizedSigner);
        Token(token).receiveWithAuthorization(
            from, address(this), deposit, validAfter, validBefore, nonce, signature
        );
    }

    function openWithPermit2(
        address payee,
        address token,
        uint128 deposit,
        bytes32 salt,
        address authorizedSigner,
        address from,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 channelId) {
        channelId = create(from, payee, token, deposit, salt, authorizedSigner);
        bytes32 witness = keccak256(abi.encode(CHANNEL_OPEN_WITNESS_TYPEHASH, payee, salt, authorizedSigner));
        permit(token, deposit, from, nonce, deadline, witness, OPEN_WITNESS, signature);
    }

    function topUp(bytes32 channelId, uint128 additionalDeposit) external {
        Channel storage channel = ofPayer(channelId);
        add(channelId, channel, additionalDeposit);
        pull(channel.token, additionalDeposit);
    }

    function topUpWithAuthorization(
        bytes32 channelId,
        uint128 additionalDeposit,
        address from,
        bytes32 topUpSalt,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        if (nonce != keccak256(abi.encode(channelId, additionalDeposit, from, topUpSalt))) revert NonceMismatch();
        Channel storage channel = live(channelId);
        add(channelId, channel, additionalDeposit);
        Token(channel.token).receiveWithAuthorization(
            from, address(this), additionalDeposit, validAfter, validBefore, nonce, signature
        );
    }

    function topUpWithPermit2(
        bytes32 channelId,
        uint128 additionalDeposit,
        address from,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        Channel storage channel = live(channelId);
        add(channelId, channel, additionalDeposit);
        bytes32 witness = keccak256(abi.encode(CHANNEL_TOP_UP_WITNESS_TYPEHASH, channelId));
        permit(channel.token, additionalDeposit, from, nonce, deadline, witness, TOP_UP_WITNESS, signature);
    }

    function settle(bytes32 channelId, uint128 cumulativeAmount, bytes calldata signature) external {
        Channel storage channel = ofPayee(channelId);
        uint128 delta = accept(channelId, channel, cumulativeAmount, signature);
        emit Settled(channelId, channel.payee, cumulativeAmount, delta);
        push(channel.token, channel.payee, delta);
    }

    function close(bytes32 channelId, uint128 cumulativeAmount, bytes calldata signature) external {
        Channel storage channel = ofPayee(channelId);
        // At or below what was settled the payee takes nothing more, and needs no voucher for that.
        uint128 delta = cumulativeAmount > channel.settled ? accept(channelId, channel, cumulativeAmount, signature) : 0;
        uint128 refund = channel.deposit - channel.settled;
        channel.finalized = true;
        emit ChannelClosed(channelId, channel.settled, refund);
        push(channel.token, channel.payee, delta);
        push(channel.token, channel.payer, refund);
    }

    function requestClose(bytes32 channelId) external {
        Channel storage channel = ofPayer(channelId);
        if (channel.closeRequestedAt != 0) return;
        channel.closeRequestedAt = uint64(block.timestamp);
        emit CloseRequested(channelId, channel.payer, uint64(block.timestamp) + CLOSE_GRACE_PERIOD);
    }

    function withdraw(bytes32 channelId) external {
        Channel storage channel = ofPayer(channelId);
        bool isReady =
            channel.closeRequestedAt != 0 && block.timestamp >= channel.closeRequestedAt + CLOSE_GRACE_PERIOD;
        if (!isReady) revert CloseNotReady();
        uint128 refund = channel.deposit - channel.settled;
        channel.finalized = true;
        emit ChannelClosed(channelId, channel.settled, refund);
        push(channel.token, channel.payer, refund);
    }

    function getChannel(bytes32 channelId) external view returns (Channel memory) {
        return channels[channelId];
    }

    function computeChannelId(address payer, address payee, address token, bytes32 salt, address authorizedSigner)
        public
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(payer, payee, token, salt, authorizedSigner, address(this), block.chainid));
    }

    function create(
        address payer,
        address payee,
        address token,
        uint128 deposit,
        bytes32 salt,
        address authorizedSigner
    ) private returns (bytes32 channelId) {
        if (deposit == 0) revert ZeroDeposit();
        channelId = computeChannelId(payer, payee, token, salt, authorizedSigner);
        // Closed channels keep their record, so that no id is ever used twice.
        if (channels[channelId].payer != address(0)) revert ChannelAlreadyExists();
        channels[channelId] = Channel(payer, payee, token, authorizedSigner, deposit, 0, 0, false);
        emit ChannelOpened(channelId, payer, payee, token, authorizedSigner, salt, deposit);
    }

    function add(bytes32 channelId, Channel storage channel, uint128 additionalDeposit) private {
        if (additionalDeposit == 0) revert ZeroDeposit();
        if (additionalDeposit > type(uint128).max - channel.deposit) revert DepositOverflow();
        channel.deposit += additionalDeposit;
        if (channel.closeRequestedAt != 0) {
            channel.closeRequestedAt = 0;
            emit CloseRequestCancelled(channelId, channel.payer);
        }
        emit TopUp(channelId, channel.payer, additionalDeposit, channel.deposit);
    }

    function accept(bytes32 channelId, Channel storage channel, uint128 cumulativeAmount, bytes calldata signature)
        private
        returns (uint128 delta)
    {
        if (cumulativeAmount <= channel.settled) revert AmountNotIncreasing();
        if (cumulativeAmount > channel.deposit) revert AmountExceedsDeposit();
        address signer = channel.authorizedSigner == address(0) ? channel.payer : channel.authorizedSigner;
        bytes32 structHash = keccak256(abi.encode(VOUCHER_TYPEHASH, channelId, cumulativeAmount));
        verify(signer, keccak256(abi.encodePacked(hex"1901", domainSeparator(), structHash)), signature);
        delta = cumulativeAmount - channel.settled;
        channel.settled = cumulativeAmount;
    }

    function verify(address signer, bytes32 digest, bytes calldata signature) private view {
        if (signer.code.length != 0) {
            if (ContractWallet(signer).isValidSignature(digest, signature) != 0x1626ba7e) revert InvalidSignature();
            return;
        }
        if (signature.length != 65 || uint256(bytes32(signature[32:64])) > HALF_ORDER) revert InvalidSignature();
        address recovered =
            ecrecover(digest, uint8(signature[64]), bytes32(signature[0:32]), bytes32(signature[32:64]));
        if (recovered == address(0) || recovered != signer) revert InvalidSignature();
    }

    function domainSeparator() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("EVM Payment Channel"),
                keccak256("1"),
                block.chainid,
                address(this)
            )
        );
    }

    function permit(
        address token,
        uint128 amount,
        address from,
        uint256 nonce,
        uint256 deadline,
        bytes32 witness,
        string memory witnessType,
        bytes calldata signature
    ) private {
        PERMIT2.permitWitnessTransferFrom(
            Permit2.PermitTransferFrom(Permit2.TokenPermissions(token, amount), nonce, deadline),
            Permit2.SignatureTransferDetails(address(this), amount),
            from,
            witness,
            witnessType,
            signature
        );
    }

    function live(bytes32 channelId) private view returns (Channel storage channel) {
        channel = channels[channelId];
        if (channel.payer == address(0)) revert ChannelNotFound();
        if (channel.finalized) revert ChannelFinalized();
    }

    function ofPayer(bytes32 channelId) private view returns (Channel storage channel) {
        channel = live(channelId);
        if (msg.sender != channel.payer) revert NotPayer();
    }

    function ofPayee(bytes32 channelId) private view returns (Channel storage channel) {
        channel = live(channelId);
        if (msg.sender != channel.payee) revert NotPayee();
    }

    function pull(address token, uint256 amount) private {
        if (!Token(token).transferFrom(msg.sender, address(this), amount)) revert TransferFailed();
    }

    function push(address token, address to, uint256 amount) private {
        if (amount != 0 && !Token(token).transfer(to, amount)) revert TransferFailed();
    }
}
