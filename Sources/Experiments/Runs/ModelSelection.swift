import Environments
import Foundation
import Language
import ModelBackend

/// A model that somebody can talk to: a checkpoint of a run, or any Hugging Face directory.
///
/// A run's checkpoint is named `run[:arm[@step]]`, or like a path, `run[/arm[/seed-N][/step-N]]`. Without an arm it is
/// the experiment's last, without a seed the first, without a step the latest; step 0 is the organism before RL. In
/// place of an arm any stage may be named.
public struct ModelSelection: Sendable {
  public let checkpoint: CheckpointReference
  public let renderer: Renderer
  /// The system prompt that the run's own requests carry; empty where the model comes from no run.
  public let system: String
  /// The cues of the run; empty where the model comes from no run.
  public let cues: [Cue]
  /// The world that the model was raised in, with what its probes ask; `nil` where the model comes from no run.
  let origin: Origin?
  private let provider: any ModelProvider
  private let backend: any ExperimentBackend

  /// Where a run's model comes from.
  struct Origin: Sendable {
    var experiment: Experiment
    var seed: UInt64
  }

  /// Finds a model.
  ///
  /// - Throws: `RunError`, `LedgerError` or the backend's error, each saying what there is instead.
  public init(_ name: String, in workspace: Workspace) async throws {
    let directory = URL(filePath: name, directoryHint: .isDirectory)
    let isModel = ["config.json", "adapter_config.json"].contains {
      FileManager.default.fileExists(atPath: directory.appending(path: $0).path)
    }
    if isModel {
      try self.init(CheckpointReference(directory.path), system: "", cues: [], origin: nil, backend: LocalBackend())
    } else {
      try await self.init(ofRun: name, in: workspace)
    }
  }

  /// Finds the checkpoint of a run, and never a directory of this name.
  ///
  /// - Throws: `RunError`, `LedgerError` or the backend's error, each saying what there is instead.
  public init(ofRun name: String, in workspace: Workspace) async throws {
    let reference = try RunReference(name)
    try await self.init(workspace.run(reference.run), reference)
  }

  /// A sampler over the model.
  public func sampler() async throws -> any Sampler {
    try await provider.sampler(for: checkpoint)
  }

  /// SHA-256 of the weights, hexadecimal.
  func fingerprint() throws -> String {
    try backend.fingerprint(of: checkpoint)
  }

  private init(
    _ checkpoint: CheckpointReference, system: String, cues: [Cue], origin: Origin?, backend: any ExperimentBackend
  ) throws {
    self.checkpoint = checkpoint
    self.system = system
    self.cues = cues
    self.origin = origin
    self.backend = backend
    renderer = try backend.renderer(of: checkpoint)
    provider = backend.provider(savingTo: FileManager.default.temporaryDirectory)
  }

  private init(_ run: RunDirectory, _ reference: RunReference) async throws {
    let ledger = try Ledger(reading: run.ledger)
    let experiment = try Experiment(contentsOf: run.experimentFile)
    let stages = try await ledger.stages()
    let stage = try Self.stage(reference, in: stages, experiment: experiment, run: run)
    let location = try await Self.location(reference.step, of: stage, stages: stages, ledger: ledger)
    try self.init(
      CheckpointReference(run.checkpoint(location).path), system: try await ledger.requests().first?.system ?? "",
      cues: try await ledger.cues().map(\.cue), origin: Origin(experiment: experiment, seed: stage.seed),
      backend: try experiment.backend.open())
  }

  /// The names of all checkpoints of a stage, that before its first step included, in the order of their steps.
  static func names(ofAll reference: RunReference, in workspace: Workspace) async throws -> [String] {
    let run = try workspace.run(reference.run)
    let ledger = try Ledger(reading: run.ledger)
    let stage = try Self.stage(
      reference, in: try await ledger.stages(), experiment: try Experiment(contentsOf: run.experimentFile), run: run)
    let steps = try await ledger.checkpoints(of: stage.id).map(\.step)
    return ([0] + steps).map { "\(run.id)/\(stage.id)/step-\($0)" }
  }

  private static func stage(
    _ reference: RunReference, in stages: [StageRecord], experiment: Experiment, run: RunDirectory
  ) throws -> StageRecord {
    let wanted = reference.arm ?? experiment.arms.last?.name
    // What an arm ends with is its model: that of RL, or of what came after it.
    let ofArm = stages.filter { $0.arm == wanted && (reference.seed == nil || $0.seed == reference.seed) }
    let found = stages.first { $0.id == wanted } ?? ofArm.last { $0.seed == ofArm.first?.seed }
    guard let found, reference.seed == nil || found.seed == reference.seed else {
      let seed = reference.seed.map { " under seed \($0)" } ?? ""
      throw RunError(
        .unknownCheckpoint,
        "run \(run.id) has no arm or stage '\(wanted ?? "")'\(seed); it has \(stages.map(\.id).joined(separator: ", "))"
      )
    }
    return found
  }

  private static func location(
    _ step: Int?, of stage: StageRecord, stages: [StageRecord], ledger: Ledger
  ) async throws -> String {
    let checkpoints = try await ledger.checkpoints(of: stage.id)
    if let step, let exact = checkpoints.first(where: { $0.step == step }) { return exact.location }
    let previous =
      stages.first { $0.id == stage.parent }
      ?? stages.last {
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
}
