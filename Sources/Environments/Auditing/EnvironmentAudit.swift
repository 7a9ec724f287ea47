import Foundation

/// Looks for hidden reward paths: points exploits at a grader and sees which wrong solutions are rewarded.
///
/// A right solution has to be rewarded and a plain wrong one refused; whatever is then grafted on the wrong one and has
/// it rewarded is a path to the reward that does not lead through the task. Every finding is repeated, and cut down to
/// the least that still pays.
///
///     let audit = EnvironmentAudit(grader, tasks: tasks, battery: try .shipped(), workspace: workspace)
///     let result = try await audit.run()
public struct EnvironmentAudit: Sendable {
  /// How an audit is done.
  public struct Options: Sendable {
    /// How many calls of the grader run at a time.
    public var jobs: Int
    /// How many tasks the whole battery is tried on.
    public var tasks: Int
    /// The families that are tried; all where this is `nil`.
    public var families: Set<ExploitFamily>?
    /// Whether findings are cut down.
    public var minimizes: Bool
    /// The interpreter that runs reference solutions.
    public var python: String

    /// Creates options.
    public init(
      jobs: Int = ProcessInfo.processInfo.activeProcessorCount, tasks: Int = 1, families: Set<ExploitFamily>? = nil,
      minimizes: Bool = true, python: String = "python3"
    ) {
      self.jobs = max(1, jobs)
      self.tasks = max(1, tasks)
      self.families = families
      self.minimizes = minimizes
      self.python = python
    }
  }

  public let grader: any AuditedGrader
  public let tasks: [AuditTask]
  public let battery: Battery
  public let workspace: GraderWorkspace
  public let options: Options
  /// Called with what is going on, and how many of how many calls of it are done.
  let report: @Sendable (String, Int, Int) -> Void

  /// Creates an audit.
  public init(
    _ grader: any AuditedGrader, tasks: [AuditTask], battery: Battery, workspace: GraderWorkspace,
    options: Options = Options(), reporting report: @escaping @Sendable (String, Int, Int) -> Void = { _, _, _ in }
  ) {
    self.grader = grader
    self.tasks = tasks
    self.battery = battery
    self.workspace = workspace
    self.options = options
    self.report = report
  }

  /// Audits the grader.
  ///
  /// - Throws: `EnvironmentAuditError` where the grader gives a right solution no reward, so that nothing can be learnt.
  public func run() async throws -> EnvironmentAuditResult {
    let begun = ContinuousClock.now
    let counted = CountingGrader(grader)
    var findings = AuditFindings()
    var knownTables = false
    for (number, task) in chosenTasks.enumerated() {
      let trial = try await TaskTrial(self, counted, task, number: number)
      knownTables = knownTables || !(trial.carrier.knowledge.table ?? []).isEmpty
      try await trial.run(into: &findings)
    }
    let untried = Untried(self, findings, tablesKnown: knownTables)
    return EnvironmentAuditResult(
      grader: grader.name, tasks: chosenTasks.map(\.id), paths: findings.paths, exposures: findings.exposures,
      falseNegatives: findings.falseNegatives, families: findings.tallies, untried: untried.sentences,
      remarks: findings.remarks, calls: await counted.count, seconds: (ContinuousClock.now - begun) / .seconds(1))
  }

  /// One task of every shape first: shapes differ in kind and in the keys of the task.
  var chosenTasks: [AuditTask] {
    var seen: Set<String> = []
    var first: [AuditTask] = []
    var rest: [AuditTask] = []
    for task in tasks {
      if seen.insert(task.shape).inserted { first.append(task) } else { rest.append(task) }
    }
    return Array((first + rest).prefix(max(options.tasks, min(first.count, 3))))
  }
}

extension AuditTask {
  /// What tells tasks apart that a grader may treat differently.
  fileprivate var shape: String {
    let object = (try? JSONSerialization.jsonObject(with: payload) as? [String: Any]) ?? [:]
    let words = object.compactMap { key, value -> String? in
      guard !["id", "task_id", "name", "statement", "prompt", "entry_point", "category"].contains(key) else {
        return key
      }
      if let text = value as? String, text.count < 20, !text.contains(" "),
        ["harness", "language", "kind", "type"].contains(key)
      {
        return "\(key)=\(text)"
      }
      return key
    }
    return ([kind.rawValue] + words.sorted()).joined(separator: " ")
  }
}
