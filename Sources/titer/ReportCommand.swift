import ArgumentParser
import Experiments
import Foundation

/// `titer report`: makes a report again.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make the report of a run again from its ledger, also while it is running.")

  @Argument(help: "The run's name, the beginning of it, or 'latest'.")
  var run: String

  @Option(name: .long, help: "Where to write the report; the run's own directory by default.")
  var output: String?

  @Option(name: .long, help: "Where to write the main figure alone, as SVG.")
  var figure: String?

  @OptionGroup var place: DirectoryOption

  func run() async throws {
    try await StudyOutput.make(
      for: place.workspace.run(run), at: output.map { URL(filePath: $0) }, figure: figure.map { URL(filePath: $0) })
  }
}
