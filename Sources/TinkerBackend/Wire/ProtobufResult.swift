import Foundation

/// A result that servers give in JSON or as a protocol buffer, whichever is asked for.
package protocol ProtobufResult: Codable, Sendable {
  /// Reads a message.
  ///
  /// - Throws: `WireError` for what is no message, or says what cannot be.
  init(protobuf bytes: Data) throws

  /// The bytes of the message.
  ///
  /// - Throws: `WireError` for what messages cannot hold.
  func protobuf() throws -> Data
}
