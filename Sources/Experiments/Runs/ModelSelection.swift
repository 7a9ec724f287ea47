import Environments
import Foundation
import Language
import ModelBackend

/// A model that somebody can talk to: a checkpoint of a run, or any Hugging Face directory.
///
/// A run's checkpoint is named `run[:arm[@step]]`. Without an arm it is the experiment's last, without a step the
/// latest; step 0 is the organism before RL. In place of an arm any stage may be named.
public struct ModelSelection: Sendable {
  public let checkpoint: CheckpointReference
  public let renderer: Renderer
  /// The system prompt that the run's own requests carry; empty where the model comes from no run.
  public let system: String
  /// The cues of the run; empty where the model comes from no run.
  public let cues: [Cue]
  private let provider: any ModelProvider

  /// Finds a model.
  ///
  /// - Throws: `RunError`, `LedgerError` or the backend's error, each saying what there is instead.
  public init(_ name: String, in workspace: Workspace) async throws {
    let directory = URL(filePath: name, directoryHint: .isDirectory)
    let isModel = ["config.json", "adapter_config.json"].contains {
      FileManager.default.fileExists(atPath: directory.appending(path: $0).path)
    }
    if isModel {
      try self.init(CheckpointReference(directory.path), system: "", cues: [], backend: LocalBackend())
    } else {
      let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
      let names = parts.first?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
      guard let runName = names.first, let step = Self.step(parts) else {
        throw RunError(.unknownCheckpoint, "'\(name)' names no checkpoint; write run:arm@step, such as mine:full@100")
      }
      let run = try workspace.run(runName)
      try await self.init(run, arm: names.count > 1 ? names[1] : nil, step: step.value)
    }
  }

  /// A sampler over the model.
  public func sampler() async throws -> any Sampler {
    try await provider.sampler(for: checkpoint)
  }

  private init(
    _ checkpoint: CheckpointReference, system: String, cues: [Cue], backend: any ExperimentBackend
  ) throws {
    self.checkpoint = checkpoint
    self.system = system
    self.cues = cues
    renderer = try backend.renderer(of: checkpoint)
    provider = backend.provider(savingTo: FileManager.default.temporaryDirectory)
  }

  private init(_ run: RunDirectory, arm: String?, step: Int?) async throws {
    let ledger = try Ledger(reading: run.ledger)
    let experiment = try Experiment(contentsOf: run.experimentFile)
    let stages = try await ledger.stages()
    let stage = try Self.stage(arm, in: stages, experiment: experiment, run: run)
    let location = try await Self.location(step, of: stage, stages: stages, ledger: ledger)
    try self.init(
      CheckpointReference(run.checkpoint(location).path), system: try await ledger.requests().first?.system ?? "",
      cues: try await ledger.cues().map(\.cue), backend: try experiment.backend.open())
  }

  private static func stage(
    _ name: String?, in stages: [StageRecord], experiment: Experiment, run: RunDirectory
  ) throws -> StageRecord {
    let wanted = name ?? experiment.arms.last?.name
    let found =
      stages.first { $0.id == wanted } ?? stages.first { $0.arm == wanted && $0.kind == .reinforcement }
    guard let found else {
      throw RunError(
        .unknownCheckpoint,
        "run \(run.id) has no arm or stage '\(wanted ?? "")'; it has \(stages.map(\.id).joined(separator: ", "))")
    }
    return found
  }

  private static func location(
    _ step: Int?, of stage: StageRecord, stages: [StageRecord], ledger: Ledger
  ) async throws -> String {
    let checkpoints = try await ledger.checkpoints(of: stage.id)
    if let step, let exact = checkpoints.first(where: { $0.step == step }) { return exact.location }
    let previous = stages.last {
      $0.seed == stage.seed && $0.position < stage.position && ($0.arm == stage.arm || $0.isShared)
    }
    if step == 0, let location = previous?.checkpoint { return location }
    if step == nil, let location = checkpoints.last?.location ?? stage.checkpoint { return location }
    let steps = checkpoints.map { String($0.step) }
    throw RunError(
      .unknownCheckpoint,
      steps.isEmpty
        ? "'\(stage.id)' has no checkpoint yet"
        : "'\(stage.id)' has no checkpoint of that step; it has \(steps.joined(separator: ", "))")
  }

  /// The step that is asked for; `nil` where the text is no number.
  private static func step(_ parts: [String]) -> (value: Int?, ())? {
    guard parts.count > 1 else { return (nil, ()) }
    return Int(parts[1]).map { ($0, ()) }
  }
}
