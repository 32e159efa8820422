// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface Token {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// The escrow that sessions of protocol v1 (draft-tempo-session-00) are paid from, for development chains.
///
/// A payer deposits, and signs vouchers of what the payee may take in all. Records have the layout that servers of
/// today read (mppx 0.8): the flags first, not last as in the draft's table.
contract TempoStreamChannel {
    struct Channel {
        bool finalized;
        uint64 closeRequestedAt;
        address payer;
        address payee;
        address token;
        address authorizedSigner;
        uint128 deposit;
        uint128 settled;
    }

    uint64 public constant CLOSE_GRACE_PERIOD = 900;
    bytes32 public constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channelId,uint128 cumulativeAmount)");

    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    /// Above it, s has a twin below it that signs the same.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    mapping(bytes32 channelId => Channel) public channels;

    event ChannelOpened(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        address token,
        address authorizedSigner,
        bytes32 salt,
        uint256 deposit
    );
    event TopUp(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        uint256 additionalDeposit,
        uint256 newDeposit
    );
    event Settled(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        uint256 cumulativeAmount,
        uint256 deltaPaid,
        uint256 newSettled
    );
    event CloseRequested(
        bytes32 indexed channelId, address indexed payer, address indexed payee, uint256 closeGraceEnd
    );
    event CloseRequestCancelled(bytes32 indexed channelId, address indexed payer, address indexed payee);
    event ChannelClosed(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        uint256 settledToPayee,
        uint256 refundedToPayer
    );
    event ChannelExpired(bytes32 indexed channelId, address indexed payer, address indexed payee);

    error ChannelAlreadyExists();
    error ChannelNotFound();
    error ChannelFinalized();
    error InvalidPayee();
    error InvalidSignature();
    error AmountExceedsDeposit();
    error AmountNotIncreasing();
    error DepositOverflow();
    error NotPayer();
    error NotPayee();
    error TransferFailed();
    error CloseNotReady();

    function open(address payee, address token, uint128 deposit, bytes32 salt, address authorizedSigner)
        external
        returns (bytes32 channelId)
    {
        if (payee == address(0)) revert InvalidPayee();
        channelId = computeChannelId(msg.sender, payee, token, salt, authorizedSigner);
        // Closed channels keep their record, so that no id is ever used twice.
        if (channels[channelId].payer != address(0)) revert ChannelAlreadyExists();
        channels[channelId] = Channel({
            finalized: false,
            closeRequestedAt: 0,
            payer: msg.sender,
            payee: payee,
            token: token,
            authorizedSigner: authorizedSigner,
            deposit: deposit,
            settled: 0
        });
        pull(token, deposit);
        emit ChannelOpened(channelId, msg.sender, payee, token, authorizedSigner, salt, deposit);
    }

    function topUp(bytes32 channelId, uint256 additionalDeposit) external {
        Channel storage channel = ofPayer(channelId);
        if (additionalDeposit > type(uint128).max - channel.deposit) revert DepositOverflow();
        channel.deposit += uint128(additionalDeposit);
        if (channel.closeRequestedAt != 0) {
            channel.closeRequestedAt = 0;
            emit CloseRequestCancelled(channelId, channel.payer, channel.payee);
        }
        pull(channel.token, additionalDeposit);
        emit TopUp(channelId, channel.payer, channel.payee, additionalDeposit, channel.deposit);
    }

    function settle(bytes32 channelId, uint128 cumulativeAmount, bytes calldata signature) external {
        Channel storage channel = ofPayee(channelId);
        if (cumulativeAmount <= channel.settled) revert AmountNotIncreasing();
        uint128 delta = take(channel, channelId, cumulativeAmount, signature);
        push(channel.token, channel.payee, delta);
        emit Settled(channelId, channel.payer, channel.payee, cumulativeAmount, delta, cumulativeAmount);
    }

    /// Pays the payee up to `cumulativeAmount` and the payer the rest. At or below what is settled, the signature is
    /// not looked at: nothing more is taken.
    function close(bytes32 channelId, uint128 cumulativeAmount, bytes calldata signature) external {
        Channel storage channel = ofPayee(channelId);
        uint128 delta =
            cumulativeAmount > channel.settled ? take(channel, channelId, cumulativeAmount, signature) : 0;
        channel.finalized = true;
        uint128 refund = channel.deposit - channel.settled;
        push(channel.token, channel.payee, delta);
        push(channel.token, channel.payer, refund);
        emit ChannelClosed(channelId, channel.payer, channel.payee, channel.settled, refund);
    }

    function requestClose(bytes32 channelId) external {
        Channel storage channel = ofPayer(channelId);
        // A second request does not start the period anew.
        if (channel.closeRequestedAt != 0) return;
        channel.closeRequestedAt = uint64(block.timestamp);
        emit CloseRequested(channelId, channel.payer, channel.payee, block.timestamp + CLOSE_GRACE_PERIOD);
    }

    function withdraw(bytes32 channelId) external {
        Channel storage channel = ofPayer(channelId);
        uint256 requested = channel.closeRequestedAt;
        if (requested == 0 || block.timestamp < requested + CLOSE_GRACE_PERIOD) revert CloseNotReady();
        channel.finalized = true;
        uint128 refund = channel.deposit - channel.settled;
        push(channel.token, channel.payer, refund);
        emit ChannelExpired(channelId, channel.payer, channel.payee);
        emit ChannelClosed(channelId, channel.payer, channel.payee, channel.settled, refund);
    }

    function getChannel(bytes32 channelId) external view returns (Channel memory) {
        return channels[channelId];
    }

    function getChannelsBatch(bytes32[] calldata channelIds) external view returns (Channel[] memory channelStates) {
        channelStates = new Channel[](channelIds.length);
        for (uint256 i; i < channelIds.length; i++) channelStates[i] = channels[channelIds[i]];
    }

    function computeChannelId(address payer, address payee, address token, bytes32 salt, address authorizedSigner)
        public
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(payer, payee, token, salt, authorizedSigner, address(this), block.chainid));
    }

    function domainSeparator() public view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH, keccak256("Tempo Stream Channel"), keccak256("1"), block.chainid, address(this)
            )
        );
    }

    function getVoucherDigest(bytes32 channelId, uint128 cumulativeAmount) public view returns (bytes32) {
        bytes32 voucher = keccak256(abi.encode(VOUCHER_TYPEHASH, channelId, cumulativeAmount));
        return keccak256(abi.encodePacked(hex"1901", domainSeparator(), voucher));
    }

    /// Checks a voucher and books it; what is new of it goes to the payee.
    function take(Channel storage channel, bytes32 channelId, uint128 cumulativeAmount, bytes calldata signature)
        private
        returns (uint128 delta)
    {
        if (cumulativeAmount > channel.deposit) revert AmountExceedsDeposit();
        address expected = channel.authorizedSigner == address(0) ? channel.payer : channel.authorizedSigner;
        if (recover(getVoucherDigest(channelId, cumulativeAmount), signature) != expected) revert InvalidSignature();
        delta = cumulativeAmount - channel.settled;
        channel.settled = cumulativeAmount;
    }

    /// Reads r, s, v (65 bytes), or r and s with the parity in its first bit (EIP-2098, 64 bytes).
    function recover(bytes32 digest, bytes calldata signature) private pure returns (address signer) {
        if (signature.length != 65 && signature.length != 64) revert InvalidSignature();
        bytes32 r = bytes32(signature[0:32]);
        uint256 s = uint256(bytes32(signature[32:64]));
        uint8 v;
        if (signature.length == 65) {
            v = uint8(signature[64]);
        } else {
            v = uint8(27 + (s >> 255));
            s &= type(uint256).max >> 1;
        }
        if (s > HALF_ORDER) revert InvalidSignature();
        signer = ecrecover(digest, v, r, bytes32(s));
        if (signer == address(0)) revert InvalidSignature();
    }

    function ofPayer(bytes32 channelId) private view returns (Channel storage channel) {
        channel = live(channelId);
        if (msg.sender != channel.payer) revert NotPayer();
    }

    function ofPayee(bytes32 channelId) private view returns (Channel storage channel) {
        channel = live(channelId);
        if (msg.sender != channel.payee) revert NotPayee();
    }

    function live(bytes32 channelId) private view returns (Channel storage channel) {
        channel = channels[channelId];
        if (channel.payer == address(0)) revert ChannelNotFound();
        if (channel.finalized) revert ChannelFinalized();
    }

    function pull(address token, uint256 amount) private {
        if (amount > 0 && !Token(token).transferFrom(msg.sender, address(this), amount)) revert TransferFailed();
    }

    function push(address token, address to, uint256 amount) private {
        if (amount > 0 && !Token(token).transfer(to, amount)) revert TransferFailed();
    }
}
