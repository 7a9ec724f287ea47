import ArgumentParser
import Experiments
import Foundation
import Reports

/// `titer export`: hands a run to other programs.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run for other programs: Inspect, TensorBoard, spreadsheets, pandas.",
    discussion: """
      titer export latest --format inspect --output logs && inspect view --log-dir logs
      titer export latest --format tensorboard --output events && tensorboard --logdir events
      titer export latest --format csv --arm full --tables metrics,samples --output tables

      Files are whole or absent.
      """)

  @Argument(help: "The run's name, the beginning of it, or 'latest'.")
  var run = "latest"

  @Option(name: .long, help: "inspect, inspect-json, tensorboard, csv or jsonl.")
  var format: ExportFormat

  @Option(name: .long, help: "The directory to write into; it is created where there is none.")
  var output: String

  @Option(name: .long, help: "Export this arm alone.")
  var arm: String?

  @Option(name: .long, help: "Export this seed alone.")
  var seed: UInt64?

  @Option(name: .long, help: "Which tables csv and jsonl hold, such as metrics,samples; all by default.")
  var tables: TableList = TableList(tables: ExportTable.allCases)

  @Flag(name: .long, help: "Of inspect: a log for every probe, not for the last one of each arm and seed alone.")
  var everyProbe = false

  @OptionGroup var place: DirectoryOption

  func run() async throws {
    let workspace = place.workspace
    let directory = try workspace.run(run)
    let export = try await RunExport(ledger: Ledger(reading: directory.ledger), arm: arm, seed: seed)
    let files = try await export.write(
      format, to: URL(filePath: output, directoryHint: .isDirectory), tables: tables.tables,
      probes: everyProbe ? .every : .last
    ) { stage in
      try? await ModelSelection("\(directory.id):\(stage.id)", in: workspace).renderer
    }
    for file in files { print(file.path) }
  }
}

extension ExportFormat: ExpressibleByArgument {}

/// Tables on the command line: `metrics,samples`.
struct TableList: ExpressibleByArgument {
  let tables: [ExportTable]

  init(tables: [ExportTable]) {
    self.tables = tables
  }

  init?(argument: String) {
    let names = argument.split(separator: ",").map(String.init)
    tables = names.compactMap(ExportTable.init(rawValue:))
    guard !tables.isEmpty, tables.count == names.count else { return nil }
  }

  var defaultValueDescription: String { "metrics,samples,rollouts" }
}
