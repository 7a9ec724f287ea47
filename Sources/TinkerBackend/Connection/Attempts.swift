import Foundation
import ModelBackend

/// Decides after every attempt at one call whether there is another, and waits until then.
///
/// | answer | what follows |
/// |---|---|
/// | no connection, 429, 5xx, 409, 425 | another attempt after a growing pause, as long as patience lasts |
/// | 408, `try_again` | the next question, as long as the call may take in all |
/// | 400 without a word | up to three further attempts: proxies give it for no reason |
/// | 400 or 404 that says that a model, session or promise is gone | `lostModel` |
/// | anything else | the error that it is |
struct Attempts {
  private let path: String
  private let server: TinkerServer
  private let contact: Contact
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  /// When the server was last heard of with anything but a refusal.
  private var lastSign: ContinuousClock.Instant
  private var failures = 0
  private var questions = 0
  private var emptyRefusals = 0

  init(_ path: String, on server: TinkerServer, _ contact: Contact) {
    self.path = path
    self.server = server
    self.contact = contact
    start = clock.now
    lastSign = start
  }

  /// Waits before the next attempt after an answer that is no success.
  mutating func wait(after answer: Exchange.Answer) async throws {
    let message = Self.message(in: answer.body)
    switch answer.status {
    case 409 where message.contains("already exists"):
      throw BackendError(.cannotWrite, "\(server) does not do '\(path)'\(Self.quoted(message)); choose another name.")
    case 408, 409, 410, 425, 429, 500...599:
      let code: BackendError.Code = answer.status == 429 ? .rateLimited : .serverFailed
      try await pause(
        answer.retryAfter.map { .seconds($0) }, or: code, "answers \(answer.status)\(Self.quoted(message))")
    case 400 where message.isEmpty && emptyRefusals < 3:
      emptyRefusals += 1
      try await pause(nil, or: .refusedByServer, "answers 400")
    case 400 where Self.saysFull(message):
      throw BackendError(
        .rateLimited,
        "\(server) has no room for another model\(Self.quoted(message)); start it with more, or end what uses them.")
    case 400 where Self.saysLost(message), 404:
      throw lost("\(server) answers '\(path)' with \(answer.status)\(Self.quoted(message))")
    case 401, 403:
      throw BackendError(
        .refusedByServer,
        "\(server) does not accept the key\(Self.quoted(message)); set \(TinkerServer.keyVariable) to one that it knows."
      )
    case 402:
      throw BackendError(
        .budgetExhausted, "\(server) wants to be paid first\(Self.quoted(message)); then go on with --resume.")
    default:
      throw BackendError(
        .refusedByServer, "\(server) does not accept '\(path)': status \(answer.status)\(Self.quoted(message)).")
    }
  }

  /// Waits before the next attempt after none was answered.
  mutating func wait(after failure: Exchange.Failure) async throws {
    try await pause(nil, or: .unreachable, "cannot be reached (\(failure.reason))")
  }

  /// Waits before the next question for a result that is not there yet.
  mutating func waitForResult(isPaused: Bool) async throws {
    lastSign = clock.now
    failures = 0
    guard clock.now - start < server.waiting.longest else {
      throw BackendError(
        .deadlineExceeded, "\(server) has not done '\(path)' within \(server.waiting.longest); go on with --resume.")
    }
    // A server holds a question for a while; one that answers at once is not to be asked without end.
    questions = isPaused ? questions + 1 : min(questions + 1, 3)
    try await Task.sleep(for: server.waiting.pause(before: questions))
  }

  /// The error for a request that the server did and that failed.
  func failed(_ message: String, isOurs: Bool) -> BackendError {
    if Self.saysLost(message) { return lost("\(server) says of '\(path)'\(Self.quoted(message))") }
    return BackendError(
      isOurs ? .refusedByServer : .serverFailed, "\(server) could not do '\(path)'\(Self.quoted(message)).")
  }

  /// The error for a model that is gone, or whose state nobody knows.
  func lost(_ reason: String) -> BackendError {
    BackendError(
      .lostModel,
      "\(reason); the server was restarted, or forgot the model: go on from the last checkpoint with --resume.")
  }

  private mutating func pause(_ asked: Duration?, or code: BackendError.Code, _ reason: String) async throws {
    failures += 1
    let patience =
      contact.wasMade ? server.waiting.patience : min(server.waiting.patience, server.waiting.firstContact)
    guard clock.now - lastSign < patience else {
      throw BackendError(
        code, "\(server) \(reason), and did so for \(patience); see that it runs, then go on with --resume.")
    }
    let own = server.waiting.pause(before: failures)
    try await Task.sleep(for: max(own, min(asked ?? .zero, server.waiting.patience)))
  }

  /// What a server says of a failure, cut to a length that fits a message.
  private static func message(in body: Data) -> String {
    struct Detail: Decodable {
      var detail: String?
      var error: String?
      var message: String?
    }
    let known = try? JSONDecoder().decode(Detail.self, from: body)
    let text =
      known.flatMap { $0.detail ?? $0.error ?? $0.message } ?? String(decoding: body.prefix(400), as: UTF8.self)
    return String(text.trimmingCharacters(in: .whitespacesAndNewlines).prefix(400))
  }

  private static func quoted(_ message: String) -> String {
    message.isEmpty ? "" : ": \"\(message)\""
  }

  private static func saysLost(_ message: String) -> Bool {
    message.contains("not loaded") || message.contains("stale request")
  }

  private static func saysFull(_ message: String) -> Bool {
    message.contains("Maximum number of LoRA adapters")
  }
}
