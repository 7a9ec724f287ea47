/// The stable names of what can go wrong in some part of Titer: an enumeration of texts.
public protocol ErrorCode: RawRepresentable<String>, Sendable, Hashable {}
