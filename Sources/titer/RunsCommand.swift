import ArgumentParser
import Experiments
import Foundation

/// `titer runs`: lists what there is.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs of a directory and how far they are.")

  @OptionGroup var place: DirectoryOption

  func run() throws {
    let runs = place.workspace.runs()
    guard !runs.isEmpty else {
      print("there are no runs in \(place.workspace.url.path)")
      return
    }
    let rows = runs.map { run in
      do {
        let summary = try RunSummary(of: run)
        return [run.id, summary.state, "\(summary.stagesDone)/\(summary.stageCount) stages"]
      } catch {
        return [run.id, "unreadable", String(describing: error)]
      }
    }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      print(zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  "))
    }
  }
}

extension RunSummary {
  /// In a word.
  fileprivate var state: String {
    if finishedAt != nil { return "finished" }
    return isLocked ? "running" : "interrupted"
  }
}
