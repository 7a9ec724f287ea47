import Foundation
import SwiftProtobuf

extension WireError {
  /// Reads a message, whatever the bytes are.
  static func reading<Content: SwiftProtobuf.Message>(_ name: String, _ bytes: Data) throws -> Content {
    do {
      return try Content(serializedBytes: bytes)
    } catch {
      throw WireError("\(bytes.count) bytes are not the protocol buffer of \(name) (\(error))")
    }
  }
}

extension BinaryEncodingOptions {
  /// The same message gives the same bytes.
  static var deterministic: BinaryEncodingOptions {
    var options = BinaryEncodingOptions()
    options.useDeterministicOrdering = true
    return options
  }
}
