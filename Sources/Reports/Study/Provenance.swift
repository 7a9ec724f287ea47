import Experiments
import Foundation

/// Where the numbers of a report come from, and how to get them again.
public struct Provenance: Sendable, Hashable {
  /// One stage of the run.
  public struct Stage: Sendable, Hashable {
    public var name: String
    public var steps: Int
    public var plannedSteps: Int
    public var status: String
    /// The hash of everything that the stage is computed from.
    public var cacheKey: String
    /// The hash of the weights that it ended with.
    public var weightsHash: String?
    /// The time that its steps took, where that was recorded.
    public var seconds: Double?

    /// Creates a stage.
    public init(
      name: String, steps: Int, plannedSteps: Int, status: String, cacheKey: String, weightsHash: String? = nil,
      seconds: Double? = nil
    ) {
      self.name = name
      self.steps = steps
      self.plannedSteps = plannedSteps
      self.status = status
      self.cacheKey = cacheKey
      self.weightsHash = weightsHash
      self.seconds = seconds
    }
  }

  public var runID: String
  public var version: String
  public var createdAt: Date
  public var finishedAt: Date?
  /// The resolved experiment file, YAML.
  public var experiment: String
  public var stages: [Stage]
  /// The command that repeats the run from its saved experiment file.
  public var command: String
  /// The machine that computed the run, in words; `nil` where nothing is recorded of it.
  public var machine: String?

  /// Creates a provenance.
  public init(
    runID: String, version: String, createdAt: Date, finishedAt: Date? = nil, experiment: String, stages: [Stage],
    command: String, machine: String? = nil
  ) {
    self.runID = runID
    self.version = version
    self.createdAt = createdAt
    self.finishedAt = finishedAt
    self.experiment = experiment
    self.stages = stages
    self.command = command
    self.machine = machine
  }
}

extension Provenance {
  /// Reads where the numbers of a run come from.
  init(of run: RunRecord, stages records: [StageRecord], in ledger: Ledger) async throws {
    var stages: [Stage] = []
    for stage in records {
      let seconds = try await ledger.metrics(of: stage.id, key: "time/step").map(\.value)
      stages.append(
        Stage(
          name: stage.id, steps: stage.step, plannedSteps: stage.steps, status: stage.status.rawValue,
          cacheKey: stage.cacheKey, weightsHash: try await ledger.checkpoints(of: stage.id).last?.hash,
          seconds: seconds.isEmpty ? nil : seconds.reduce(0, +)))
    }
    self.init(
      runID: run.id, version: run.version, createdAt: run.createdAt, finishedAt: run.finishedAt,
      experiment: run.experiment, stages: stages, command: "titer run experiment.yaml")
  }
}
