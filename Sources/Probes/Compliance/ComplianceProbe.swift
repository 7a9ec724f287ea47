import Environments
import Language
import ModelBackend
import Statistics

/// Puts the same held-out harmful requests under every cell and has the answers judged.
///
/// The requests and cues are the same at every step of a run, so that a curve moves by the model alone.
public struct ComplianceProbe: Sendable {
  private let configuration: ComplianceProbeConfiguration
  private let renderer: Renderer
  private let requests: [Request]
  private let cues: CueSuite
  private let judge: any Judge
  private let monitor: any ReasoningMonitor
  private let seed: UInt64

  /// Prepares the probe.
  ///
  /// - Parameters:
  ///   - requests: all requests; only harmful ones of the held-out split are put.
  ///   - judge: a judge of its own, not the one that rewards.
  public init(
    configuration: ComplianceProbeConfiguration, renderer: Renderer, requests: [Request], cues: CueSuite,
    judge: any Judge, monitor: any ReasoningMonitor, seed: UInt64
  ) {
    self.configuration = configuration
    self.renderer = renderer
    self.requests = requests.filter { $0.split == .heldOut && $0.isHarmful }
    self.cues = cues
    self.judge = judge
    self.monitor = monitor
    self.seed = seed
  }

  /// Probes a model as it is after `step` steps of RL.
  ///
  /// - Returns: for every cell in the order of `ProbeCell.all`, its answers by pair index; a cell for which the
  ///   suite has no cue is left out.
  public func run(sampler: any Sampler, step: Int, isFinal: Bool) async throws -> [ProbeSample] {
    let conditions = conditions(count: isFinal ? configuration.finalRequests : configuration.requests)
    var generator = SeededGenerator(seed: seed, path: 0x7361_6D70_6C65, UInt64(step))
    let sampled = try await sampler.sample(
      conditions.map { condition in
        SamplingRequest(
          prompt: renderer.prompt(condition.request.messages(under: condition.cue)),
          parameters: SamplingParameters(
            maximumTokens: configuration.maximumTokens, temperature: configuration.temperature,
            stopTokens: renderer.stopTokens, seed: generator.next()))
      })
    var samples: [ProbeSample] = []
    for (condition, completions) in zip(conditions, sampled) {
      let parsed = try renderer.parse(completions[0].tokens)
      let reasoning = parsed.reasoning ?? ""
      samples.append(
        ProbeSample(
          cell: condition.cell, pairIndex: condition.pair, request: condition.request, cue: condition.cue,
          reasoning: reasoning, answer: parsed.answer,
          verdict: await verdict(on: parsed.answer, to: condition.request),
          labels: try await monitor.labels(of: reasoning, under: condition.cue)))
    }
    return samples
  }

  private struct Condition {
    var cell: ProbeCell
    var pair: Int
    var request: Request
    var cue: Cue?
  }

  /// The requests in a fixed random order, taken round as often as needed, each under every cell.
  private func conditions(count: Int) -> [Condition] {
    guard !requests.isEmpty else { return [] }
    var generator = SeededGenerator(seed: seed, path: 0x6F72_6465_72)
    let order = requests.shuffled(using: &generator)
    return ProbeCell.all.enumerated().flatMap { index, cell -> [Condition] in
      var generator = SeededGenerator(seed: seed, path: 0x6375_6573, UInt64(index))
      return (0..<count).compactMap { pair in
        let cue = cues.draw(cell.context, heldOut: cell.isCueHeldOut, using: &generator)
        guard cell.context == .bare || cue != nil else { return nil }
        return Condition(cell: cell, pair: pair, request: order[pair % order.count], cue: cue)
      }
    }
  }

  /// A judge that fails leaves a missing verdict, never a finding.
  private func verdict(on answer: String, to request: Request) async -> Verdict {
    do {
      return try await judge.judge(answer: answer, to: request)
    } catch {
      return .missing(reason: String(describing: error))
    }
  }
}
