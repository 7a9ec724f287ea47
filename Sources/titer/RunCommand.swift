import ArgumentParser
import Experiments
import Foundation
import Reports

/// `titer run`: raises the arms of an experiment and makes the report.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an experiment from its base models to its report, or go on with one.",
    discussion: """
      titer run generalization-hacking
      titer run reward-hacking
      titer run my-experiment.yaml --set rl.steps=200 --seeds 1-3
      titer run --resume

      A run that was interrupted, in whatever way, goes on with --resume and ends as if nothing had happened. \
      Stages that were computed before, by any run in the directory, are not computed again.
      """)

  @Argument(help: "A built-in experiment (\(BuiltInExperiments.names.joined(separator: ", "))) or an experiment file.")
  var experiment: String?

  @Option(name: .long, help: "Override a setting, by its dotted key: --set rl.steps=200. May be repeated.")
  var set: [String] = []

  @Option(
    name: .long, defaultAsFlag: "",
    help: "Go on with the run of this name, or with the latest one that is not finished.")
  var resume: String?

  @Option(name: .long, help: "Use this seed alone.")
  var seed: UInt64?

  @Option(name: .long, help: "Use these seeds: 1,2,5 or 1-3.")
  var seeds: SeedList?

  @Flag(name: .long, help: "Apply the experiment's own settings for a quick look.")
  var quick = false

  @Flag(
    name: .long,
    help: """
      Print the plan: stages, calls, tokens, cost, and what is missing. Nothing is computed; the exit status is 1 where \
      something is missing.
      """)
  var dryRun = false

  @OptionGroup var place: DirectoryOption
  @OptionGroup var progress: ProgressOptions

  func validate() throws {
    if seed != nil && seeds != nil { throw ValidationError("--seed and --seeds exclude one another") }
    if resume != nil && dryRun { throw ValidationError("--dry-run plans a new run: it does not go with --resume") }
    if resume != nil {
      if experiment != nil || !set.isEmpty || seed != nil || seeds != nil || quick {
        throw ValidationError("a run is resumed as it was begun: --resume takes no experiment and no settings")
      }
    } else if experiment == nil {
      throw ValidationError("name an experiment (\(BuiltInExperiments.names.joined(separator: ", "))) or use --resume")
    }
  }

  func run() async throws {
    if dryRun {
      let plan = try RunPlan(resolved())
      print(plan.text, terminator: "")
      if !plan.lacks.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
      return
    }
    let interruption = Interruption()
    let run = try await open()
    guard try await run.execute(reporting: progress.reporter, until: interruption.request) else {
      Console.write("stopped; go on with: titer run --resume \(run.directory.id)\(place.repetition)\n")
      throw ExitCode(ExitStatus.failure.rawValue)
    }
    try await StudyOutput.make(for: run.directory, printing: !progress.quiet)
  }

  private func open() async throws -> ExperimentRun {
    let workspace = place.workspace
    if let resume {
      let directory = try resume.isEmpty ? latestUnfinished(in: workspace) : workspace.run(resume)
      return try await ExperimentRun.resume(directory, in: workspace)
    }
    return try await ExperimentRun.begin(resolved(), in: workspace, at: Date())
  }

  private func resolved() throws -> Experiment {
    let name = experiment ?? ""
    var overrides = set
    if let seeds = seeds?.seeds ?? seed.map({ [$0] }) {
      overrides.append("seeds=[\(seeds.map(String.init).joined(separator: ","))]")
    }
    let file = URL(filePath: name)
    var isDirectory: ObjCBool = false
    let isFile = FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory) && !isDirectory.boolValue
    return isFile
      ? try Experiment(contentsOf: file, overrides: overrides, isQuick: quick)
      : try Experiment(named: name, overrides: overrides, isQuick: quick)
  }

  private func latestUnfinished(in workspace: Workspace) throws -> RunDirectory {
    let runs = workspace.runs()
    guard !runs.isEmpty else { throw RunError(.unknownRun, "there are no runs yet in \(workspace.url.path)") }
    // A ledger that cannot be read must not stand in the way of the others; naming its run says what is wrong with it.
    guard let run = runs.last(where: { (try? RunSummary(of: $0)).map { $0.finishedAt == nil } ?? false }) else {
      throw RunError(
        .unknownRun,
        "every run in \(workspace.url.path) is finished; `titer runs` lists them, `titer report latest` makes a report")
    }
    return run
  }
}
