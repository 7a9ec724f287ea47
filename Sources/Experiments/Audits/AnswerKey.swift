import Crypto
import Foundation
import Language
import ModelBackend

/// The content of a question as 16 bytes: the same question to the same model has the same key, wherever it is asked.
struct AnswerKey: Sendable, Hashable {
  let bytes: Data

  /// A key that was read from a ledger.
  init(stored bytes: Data) { self.bytes = bytes }

  /// The key of texts in their order.
  init(of texts: [String]) {
    var hash = SHA256()
    for text in texts { Self.add(text, to: &hash) }
    bytes = Data(hash.finalize().prefix(16))
  }

  /// The key of a request to a model.
  ///
  /// - Parameter identity: what the model is: the hash of its weights, or the address that it is served from.
  init(of request: ChatRequest, to identity: String) {
    var hash = SHA256()
    // Raised when the same settings come to ask something else.
    Self.add("titer-answer-1", to: &hash)
    Self.add(identity, to: &hash)
    for message in request.messages {
      Self.add(message.role.rawValue, to: &hash)
      Self.add(message.content, to: &hash)
    }
    Self.add(
      "\(request.count) \(request.maximumTokens) \(request.temperature) \(request.topP) \(request.seed ?? 0)",
      to: &hash)
    bytes = Data(hash.finalize().prefix(16))
  }

  var hexadecimal: String { StageInputs.hexadecimal(bytes) }

  /// With its length before it, so that no two sequences of texts give the same bytes.
  private static func add(_ text: String, to hash: inout SHA256) {
    var text = text
    withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { hash.update(bufferPointer: $0) }
    text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }
}
