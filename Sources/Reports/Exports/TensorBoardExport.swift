import Experiments
import Foundation
import SwiftProtobuf

/// Writes the metrics of a run as TensorBoard's event files: a directory for every arm and seed of RL, and one for every
/// stage before it.
///
/// `Event.proto` has their messages, TensorFlow's `Event` and `Summary`.
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

  private static func opening(at time: Double) -> Tensorflow_Event {
    .with {
      $0.wallTime = time
      $0.fileVersion = "brain.Event:2"
    }
  }

  private static func event(_ metrics: ArraySlice<MetricRecord>, step: Int, at time: Double) -> Tensorflow_Event {
    .with {
      $0.wallTime = time
      $0.step = Int64(step)
      $0.summary.value = metrics.map { metric in
        .with {
          $0.tag = metric.key
          $0.simpleValue = Float(metric.value)
        }
      }
    }
  }
}
