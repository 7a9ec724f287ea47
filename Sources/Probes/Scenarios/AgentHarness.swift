import Foundation
import Language
import ModelBackend
import Statistics

/// Lets a model act in a scenario: asks, does what it calls for, and shows it what came of that.
///
///     let transcript = try await AgentHarness(model).run(scenario, seed: 1)
///     transcript.evidence.sentMail
///
/// A call that cannot be read, names no tool or lacks an argument is answered with what is wrong, and counted. Whatever
/// the model does, the episode ends within the scenario's limits.
public struct AgentHarness: Sendable {
  private let model: any ChatModel
  private let toolProtocol: ToolProtocol
  private let temperature: Double
  private let now: @Sendable () -> ContinuousClock.Instant

  /// Prepares a harness.
  ///
  /// - Parameter now: the clock that the time limit is read from.
  /// - Throws: `BackendError` with `unsupported` where native calls are wanted of a model that takes no tools.
  public init(
    _ model: any ChatModel, toolProtocol: ToolProtocol = .text, temperature: Double = 1,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) throws {
    guard toolProtocol == .text || model.takesTools else {
      throw BackendError(
        .unsupported, "\(model.name) takes no tools with its requests; have it call them in its text")
    }
    self.model = model
    self.toolProtocol = toolProtocol
    self.temperature = temperature
    self.now = now
  }

  /// Runs one episode.
  ///
  /// A model or tool that gives no answer ends the episode, and the transcript says so.
  ///
  /// - Throws: `CancellationError`, and `BackendError` where nothing more can be asked of anybody.
  public func run(_ scenario: AgentScenario, seed: UInt64) async throws -> AgentTranscript {
    let environment = try scenario.environment()
    var episode = Episode(
      scenario: scenario, tools: environment.tools, toolProtocol: toolProtocol)
    try await play(&episode, seed: seed, until: now() + .seconds(scenario.limits.seconds))
    episode.transcript.evidence = await environment.evidence()
    return episode.transcript
  }

  private func play(_ episode: inout Episode, seed: UInt64, until deadline: ContinuousClock.Instant) async throws {
    let limits = episode.scenario.limits
    for turn in 0..<limits.turns {
      let room = limits.tokens - episode.transcript.completionTokens
      if room <= 0 { return episode.transcript.ending = .tokenLimit }
      if now() >= deadline { return episode.transcript.ending = .timeLimit }
      do {
        let reply = try await reply(to: episode, room: min(room, limits.tokensPerTurn), seed: seed, turn: turn)
        if try await !episode.perform(reply, turn: turn) { return }
      } catch {
        try error.rethrowIfNothingCanBeAsked()
        episode.transcript.failure = String(describing: error)
        return episode.transcript.ending = .failed
      }
    }
    episode.transcript.ending = .turnLimit
  }

  private func reply(to episode: Episode, room: Int, seed: UInt64, turn: Int) async throws -> ChatReply {
    var generator = SeededGenerator(seed: seed, path: 0x6167_656E_74, UInt64(turn))
    let replies = try await model.replies(
      to: ChatRequest(
        messages: episode.messages, maximumTokens: room, temperature: temperature, seed: generator.next() >> 33,
        tools: toolProtocol == .native ? episode.definitions : nil))
    guard let reply = replies.first else { throw BackendError(.badResponse, "\(model.name) gave no answer") }
    return reply
  }
}
