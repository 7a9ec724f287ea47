import Foundation
import ModelBackend

/// One server, as everything in a program asks it: it bounds how many requests are under way, repeats those that failed
/// in a way that may pass, keeps the budget and counts.
///
///     let client = try EndpointClient(EndpointConfiguration(baseURL: "http://127.0.0.1:8000/v1"))
///     let model = OpenAIChatModel("Qwen/Qwen3-8B", at: client)
///
/// Repetitions wait as exponential back-off with full jitter says, and at least as long as the server's `Retry-After`,
/// for which all other requests wait too. Connections that were refused or broken and the statuses 408, 409, 429 and
/// 5xx are worth a repetition, others never.
public actor EndpointClient {
  /// Where the server is, and how it may be asked.
  public nonisolated let configuration: EndpointConfiguration
  private nonisolated let connections: EndpointConnections
  private nonisolated let key: EndpointKey
  private nonisolated let time: EndpointTime
  private nonisolated let backOff: BackOff
  private var admission: Admission
  private var pausedUntil: ContinuousClock.Instant?

  /// Creates a client. It reads the key from the environment and connects when the first request comes.
  ///
  /// - Throws: `BackendError` of code `misconfigured`, or `missingKey` where the key's variable is not set.
  public init(_ configuration: EndpointConfiguration) throws(BackendError) {
    try self.init(configuration, environment: ProcessInfo.processInfo.environment, time: .system)
  }

  package init(
    _ configuration: EndpointConfiguration, environment: [String: String], time: EndpointTime = .system
  ) throws(BackendError) {
    try configuration.validate()
    self.configuration = configuration
    self.time = time
    key = try EndpointKey(variable: configuration.keyVariable, in: environment)
    connections = EndpointConnections(configuration, key: key)
    backOff = BackOff(first: configuration.firstBackOff, longest: configuration.longestBackOff)
    admission = Admission(configuration)
  }

  /// What has gone through so far.
  public var usage: EndpointUsage { admission.usage }

  /// Text that may be recorded: without the key, should a server repeat it.
  nonisolated func redacted(_ text: String) -> String { key.redacted(text) }

  /// Posts `body` and reads the answer, in as many attempts as it is worth.
  ///
  /// - Parameters:
  ///   - bound: the tokens that it takes at most.
  ///   - reader: reads one attempt's answer.
  /// - Throws: `BackendError`; `CancellationError` where the task is cancelled.
  nonisolated func post<Reader: AnswerReader>(
    _ path: String, _ body: JSONValue, atMost bound: TokenCount, reading reader: Reader
  ) async throws -> Reader.Answer {
    let ticket = try await enter(bound)
    do {
      let answer = try await attempts(path, JSONWriter.bytes(of: body), reading: reader)
      await leave(ticket, taken: answer.tokens, estimate: answer.estimate)
      return answer.content
    } catch {
      await leave(ticket, taken: nil, estimate: nil)
      throw error
    }
  }

  /// Gets what costs no tokens, in as many attempts as it is worth.
  nonisolated func get<Reader: AnswerReader>(_ path: String, reading reader: Reader) async throws -> Reader.Answer {
    try await attempts(path, nil, reading: reader).content
  }

  private nonisolated func attempts<Reader: AnswerReader>(
    _ path: String, _ body: [UInt8]?, reading reader: Reader
  ) async throws -> EndpointAnswer<Reader.Answer> {
    let deadline = time.now() + .seconds(configuration.deadline)
    let request = connections.request(path, body: body)
    var attempt = 1
    while true {
      try Task.checkCancellation()
      if let pause = await pausedUntil {
        try await wait(until: pause + .seconds(time.random() * configuration.firstBackOff), deadline: deadline)
      }
      do {
        return try await connections.answer(to: request, within: deadline - time.now(), time: time, reading: reader)
      } catch let failure as AttemptFailure {
        try Task.checkCancellation()
        guard failure.mayPass, attempt <= configuration.maximumRetries else {
          throw attempt == 1 ? failure.error : failure.error.after(attempts: attempt)
        }
        let wait = backOff.wait(after: attempt, asked: failure.wait, chance: time.random())
        let then = time.now() + wait
        if then >= deadline {
          var error = failure.error.after(attempts: attempt)
          error.message += " Waiting \(wait.rounded) s would go beyond the deadline of \(configuration.deadline) s."
          throw error
        }
        await noteRetry(pausingFor: failure.wait)
        try await self.wait(until: then, deadline: deadline)
        attempt += 1
      }
    }
  }

  private nonisolated func wait(until then: ContinuousClock.Instant, deadline: ContinuousClock.Instant) async throws {
    let wait = then - time.now()
    if wait <= .zero { return }
    if then >= deadline {
      throw BackendError(
        .rateLimited,
        "\(configuration.baseURL) asks to wait for \(wait.rounded) s, beyond the deadline of \(configuration.deadline) s. "
          + "Allow fewer requests at once, or a longer deadline.")
    }
    try await time.sleep(wait)
  }

  private func noteRetry(pausingFor wait: Duration?) {
    admission.usage.retries += 1
    if let wait {
      let then = time.now() + wait
      pausedUntil = max(pausedUntil ?? then, then)
    }
  }

  private func enter(_ bound: TokenCount) async throws -> Admission.Ticket {
    try Task.checkCancellation()
    let ticket = admission.ticket(for: bound)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
        } else {
          admission.enqueue(ticket, continuation)
        }
      }
    } onCancel: {
      Task { await self.withdraw(ticket) }
    }
  }

  private func withdraw(_ ticket: Admission.Ticket) {
    admission.withdraw(ticket)
  }

  private func leave(_ ticket: Admission.Ticket, taken: TokenCount?, estimate: TokenCount?) {
    admission.leave(ticket, taken: taken, estimate: estimate)
  }
}

extension Duration {
  /// In seconds, to a tenth.
  fileprivate var rounded: Double {
    let (seconds, attoseconds) = components
    return ((Double(seconds) + Double(attoseconds) / 1e18) * 10).rounded() / 10
  }
}

extension BackendError {
  fileprivate func after(attempts: Int) -> BackendError {
    BackendError(code, "\(message) (\(attempts) attempts)", cause: cause)
  }
}
