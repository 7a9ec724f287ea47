import Experiments
import Foundation

/// Writes the metrics of a run as TensorBoard's event files: a directory for every arm and seed of RL, and one for every
/// stage before it.
///
/// Of protocol buffers these files use a handful of fields; written by hand they are fewer lines than the build of a
/// library for them. The messages are TensorFlow's `Event` and `Summary`.
struct TensorBoardExport {
  private let export: RunExport

  init(_ export: RunExport) {
    self.export = export
  }

  func write(to directory: URL) async throws -> [URL] {
    var files: [URL] = []
    for stage in export.stages {
      let metrics = try await export.ledger.metrics(of: stage.id)
      guard !metrics.isEmpty else { continue }
      let begun = export.run.createdAt.timeIntervalSince1970
      let url = directory.appending(path: Self.name(of: stage))
        .appending(path: "events.out.tfevents.\(Int(begun)).titer")
      try await ExportFile.write(url) { file in
        try file.append(EventRecord(Self.opening(at: begun)).bytes)
        var time = begun
        // The ledger's rows come by step.
        var index = metrics.startIndex
        while index < metrics.endIndex {
          let step = metrics[index].step
          let end = metrics[index...].firstIndex { $0.step != step } ?? metrics.endIndex
          time += metrics[index..<end].first { $0.key == "time/step" }.map(\.value) ?? 0
          try file.append(EventRecord(Self.event(metrics[index..<end], step: step, at: time)).bytes)
          index = end
        }
      }
      files.append(url)
    }
    guard !files.isEmpty else {
      throw ExportError(.nothing, "the run has no metrics yet; export it when it has made its first steps")
    }
    return files
  }

  private static func name(of stage: StageRecord) -> String {
    guard stage.kind == .reinforcement, let arm = stage.arm else { return stage.id }
    return "\(arm)-\(stage.seed)"
  }

  private static func opening(at time: Double) -> ProtocolBuffer {
    var event = ProtocolBuffer()
    event.append(1, double: time)
    event.append(3, text: "brain.Event:2")
    return event
  }

  private static func event(_ metrics: ArraySlice<MetricRecord>, step: Int, at time: Double) -> ProtocolBuffer {
    var summary = ProtocolBuffer()
    for metric in metrics {
      var value = ProtocolBuffer()
      value.append(1, text: metric.key)
      value.append(2, float: Float(metric.value))
      summary.append(1, message: value)
    }
    var event = ProtocolBuffer()
    event.append(1, double: time)
    event.append(2, integer: step)
    event.append(5, message: summary)
    return event
  }
}
