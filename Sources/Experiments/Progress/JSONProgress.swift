import Foundation

/// One JSON object a line, for programs.
public struct JSONProgress: ProgressReporter {
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes whole lines.
  public init(write: @escaping @Sendable (String) -> Void) {
    self.write = write
  }

  public func report(_ event: ProgressEvent) {
    var line =
      switch event {
      case .runStarted(let id, let directory, let stages):
        Line(event: "run_started", run: id, directory: directory, count: stages)
      case .stageReused(let progress): Line(event: "stage_reused", progress)
      case .stageStarted(let progress): Line(event: "stage_started", progress)
      case .stageAdvanced(let progress): Line(event: "stage_advanced", progress)
      case .stageFinished(let progress): Line(event: "stage_finished", progress)
      case .runFinished(let id, let seconds): Line(event: "run_finished", run: id, seconds: seconds)
      case .runStopped(let id): Line(event: "run_stopped", run: id)
      }
    // JSON knows no infinity; a metric that is none of its numbers is left out.
    line.metrics = line.metrics?.filter { $0.value.isFinite }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(line) else { return }
    write(String(decoding: data, as: UTF8.self) + "\n")
  }

  private struct Line: Encodable {
    var event: String
    var run: String?
    var directory: String?
    var stage: String?
    var number: Int?
    var count: Int?
    var step: Int?
    var steps: Int?
    var rate: Double?
    var remaining: Double?
    var runRemaining: Double?
    var seconds: Double?
    var metrics: [String: Double]?

    init(event: String, run: String, directory: String? = nil, count: Int? = nil, seconds: Double? = nil) {
      self.event = event
      self.run = run
      self.directory = directory
      self.count = count
      self.seconds = seconds
    }

    init(event: String, _ progress: StageProgress) {
      self.event = event
      stage = progress.stageID
      number = progress.number
      count = progress.count
      step = progress.step
      steps = progress.steps
      rate = progress.rate
      remaining = progress.remaining
      runRemaining = progress.runRemaining
      metrics = progress.metrics.isEmpty ? nil : progress.metrics
    }
  }
}
