import Foundation
import ModelBackend

/// What an answer of `retrieve_future` says.
enum PromiseState: Sendable, Hashable {
  /// The body is the result.
  case result
  /// There is nothing yet; `isPaused` where the server is full and wants to be asked less often.
  case pending(isPaused: Bool)
  /// The request failed; `isOurs` where it was wrong, and would fail again.
  case failed(message: String, isOurs: Bool)

  /// Reads the parts of a body that say what it is.
  init(_ body: Data) throws {
    struct Envelope: Decodable {
      var type: String?
      var status: String?
      var queueState: String?
      var error: String?
      var category: String?
    }
    let envelope: Envelope
    do {
      envelope = try WireJSON.value(of: body)
    } catch {
      throw BackendError(
        .badResponse, "The server answered 'retrieve_future' with something that is no JSON object.", cause: error)
    }
    if envelope.type == "try_again" {
      self = .pending(isPaused: envelope.queueState?.hasPrefix("paused") ?? false)
    } else if envelope.status == "complete_metadata" {
      // The size of the result alone. It was not asked for; the result itself comes with the next answer.
      self = .pending(isPaused: false)
    } else if let error = envelope.error {
      self = .failed(message: error, isOurs: envelope.category == "user")
    } else {
      self = .result
    }
  }
}
