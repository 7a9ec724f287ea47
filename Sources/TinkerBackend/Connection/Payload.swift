import Foundation
import ModelBackend

/// The body of a request.
struct Payload: Sendable {
  /// What it is written in.
  let wire: TinkerWire
  let bytes: Data

  /// Writes a body in JSON, its keys in snake case.
  ///
  /// - Throws: `BackendError` of code `misalignedDatum` for a number that JSON does not have.
  init(json value: some Encodable, for path: String) throws {
    do {
      bytes = try WireJSON.data(of: value)
    } catch {
      throw BackendError(
        .misalignedDatum, "A request '\(path)' holds a number that is not finite; look at what it was made from.",
        cause: error)
    }
    wire = .json
  }

  /// Takes the bytes of a message.
  init(protobuf bytes: Data) {
    self.bytes = bytes
    wire = .protobuf
  }
}
