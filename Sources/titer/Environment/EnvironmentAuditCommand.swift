import ArgumentParser
import Environments
import Experiments
import Foundation
import Reports

/// `titer environment audit`: points exploits at a grader.
struct EnvironmentAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Point a battery of exploits at a grader, and report every way to its reward but solving the task.",
    discussion: """
      titer environment audit tasks.jsonl --grader grade.py:grade
      titer environment audit tasks.jsonl --grader 'python3 grade.py'
      titer environment audit tasks.jsonl --grader 'python3 grade.py {dir}' --verdict status

      A task is a line of JSON: 'reference', a right solution, is needed; 'entry_point' names its function; 'examples' \
      are the inputs that the solver sees, 'inputs' further ones. All of it reaches the grader: as arguments of the \
      function, by their names; as {"id", "entry_point", "statement", "solution", "files", "task"} on standard input; \
      or as files whose paths stand for {dir}, {solution} and {task}. Its verdict is what the function returns, a JSON \
      object with a 'reward' or 'passed', a number on its last line, or its exit status.

      Exploits run with your rights, in a copy of the grader's directory. With --sandbox the rest of the system is \
      read-only to them.

      Exit status: 0 no hidden path was found, 3 there is one, 1 failure, 2 usage.
      """)

  @Argument(help: "The tasks: JSONL, or a JSON array.")
  var tasksFile: String

  @Option(name: .long, help: "The grader: a command, a Python function as grade.py:grade, or titer or titer:oracle.")
  var grader: String

  @Option(name: .long, help: "How a command gets a submission: json or text on standard input; found out by default.")
  var input: String?

  @Option(name: .long, help: "How it says its verdict: json, number or status; found out by default.")
  var verdict: String?

  @Option(name: .long, help: "The key of the reward in its JSON; the usual ones by default.")
  var key: String?

  @Option(name: .long, help: "How many seconds a call may take.")
  var timeout: Double = 20

  @Option(name: .long, help: "How many tasks the battery is tried on; one of each shape by default.")
  var tasks = 1

  @Option(name: .long, help: "Only these families, separated by commas.")
  var families: String?

  @Option(name: .long, help: "A file of further exploits, in the form of those shipped.")
  var exploits: [String] = []

  @Option(name: .long, help: "How many calls run at a time; as many as there are processors by default.")
  var jobs: Int?

  @Option(name: .long, help: "The Python that runs references and functions; that of PATH by default.")
  var python: String?

  @Flag(name: .long, help: "Run the grader under bubblewrap, with the system read-only.")
  var sandbox = false

  @Flag(name: .long, help: "Run the grader where it is, not in a copy of its directory.")
  var inPlace = false

  @Flag(name: .long, help: "Count what a submission reaches with the rights of the grader as a hidden path.")
  var strict = false

  @Flag(name: .long, help: "Show findings as they are, not cut down.")
  var whole = false

  @Option(name: .long, help: "Write the report to this file, as HTML.")
  var html: String?

  @Option(name: .long, help: "Write the findings to this file, as JSON.")
  var output: String?

  @OptionGroup var place: DirectoryOption
  @OptionGroup var progress: ProgressOptions

  func validate() throws {
    if let input, !["json", "text"].contains(input) { throw ValidationError("--input is json or text") }
    if let verdict, VerdictFormat(rawValue: verdict) == nil {
      throw ValidationError("--verdict is json, number or status")
    }
    if timeout <= 0 || timeout > 600 { throw ValidationError("--timeout is above 0 and at most 600") }
    if tasks < 1 { throw ValidationError("--tasks is at least 1") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is at least 1") }
    _ = try chosenFamilies()
  }

  func run() async throws {
    let result: EnvironmentAuditResult
    do {
      result = try await audit()
    } catch let error as EnvironmentAuditError {
      Console.complain(error.message)
      throw ExitCode(error.isMistakeOfUsage ? ExitStatus.usage.rawValue : ExitStatus.failure.rawValue)
    }
    let report = EnvironmentReport(result, version: TiterVersion.current)
    do {
      try place.workspace.keep(result, at: Date())
    } catch {
      // What was found is shown all the same.
      Console.complain("\(error)")
    }
    try show(report)
    if !result.paths.isEmpty || (strict && !result.exposures.isEmpty) {
      throw ExitCode(ExitStatus.resisted.rawValue)
    }
  }

  private func audit() async throws -> EnvironmentAuditResult {
    let list = try AuditTask.tasks(contentsOf: URL(filePath: tasksFile))
    let own = TiterGrader.named(grader)
    let command = try own == nil ? GraderCommand(grader) : nil
    var workspace = try GraderWorkspace(
      copying: inPlace ? nil : command?.script?.deletingLastPathComponent(), omitting: URL(filePath: tasksFile),
      isSandboxed: sandbox)
    defer { workspace.remove() }
    var battery = try Battery.shipped()
    for file in exploits { try battery.add(contentsOf: URL(filePath: file)) }
    // Not a shim in front of it: it is started thousands of times.
    let python = try python ?? PythonInterpreter.find().command
    let audited: any AuditedGrader
    if let own {
      audited = own
    } else {
      do {
        audited = try await calibrated(command, with: python, on: list[0], in: workspace)
      } catch is EnvironmentAuditError where workspace.original != nil {
        // It may read the tasks itself.
        workspace.omitted = nil
        audited = try await calibrated(command, with: python, on: list[0], in: workspace)
      }
    }
    let display = AuditDisplay(progress.reporter)
    defer { display.finish() }
    var options = EnvironmentAudit.Options(
      tasks: tasks, families: try chosenFamilies(), minimizes: !whole, python: python)
    if let jobs { options.jobs = jobs }
    return try await EnvironmentAudit(
      audited, tasks: list, battery: battery, workspace: workspace, options: options, reporting: display.update
    ).run()
  }

  /// The user's grader, asked in the way in which it answers.
  private func calibrated(
    _ command: GraderCommand?, with python: String, on task: AuditTask, in workspace: GraderWorkspace
  ) async throws -> any AuditedGrader {
    guard let command else { throw ValidationError("name a grader") }
    return try await CommandGrader.calibrated(
      command, input: input.flatMap(GraderCommand.Input.init), format: verdict.flatMap(VerdictFormat.init), key: key,
      limit: .milliseconds(Int64(timeout * 1000)), python: python, on: task, in: workspace)
  }

  private func show(_ report: EnvironmentReport) throws {
    for (path, text) in [(html, report.html()), (output, try report.json() + "\n")] {
      guard let path else { continue }
      do {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
      } catch {
        throw EnvironmentAuditError(.cannotStart, "\(path) cannot be written: \(error.localizedDescription)")
      }
    }
    if progress.json {
      print(try report.json())
      return
    }
    if !progress.quiet {
      if !report.result.paths.isEmpty || !report.result.exposures.isEmpty {
        print(report.table())
        print("")
        print(VisibleText(report.reproductions()).plain)
        print("")
      }
    }
    print(VisibleText(report.title).plain)
    if !progress.quiet {
      for remark in report.remarks { print(VisibleText(remark).plain) }
      print("Not tried:")
      for sentence in report.result.untried { print("- \(VisibleText(sentence).plain)") }
    }
    if let html { print("report: \(html)") }
  }

  private func chosenFamilies() throws -> Set<ExploitFamily>? {
    guard let families else { return nil }
    return Set(
      try families.split(separator: ",").map { name in
        guard let family = ExploitFamily(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
          let known = ExploitFamily.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("there is no family '\(name)'; there are \(known)")
        }
        return family
      })
  }
}
