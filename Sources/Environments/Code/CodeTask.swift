/// A programming task with a reference solution and tests that may be possible to cheat.
///
/// The solution is a Python file `solution.py` with a function named `entryPoint`. The harness, which rewards, compares
/// its results on `visibleInputs` with those of `reference`; whether a solution is right is decided apart from the
/// harness, on `heldOutInputs`.
///
///     let task = CodeTask(
///       id: "double", category: "arithmetic", statement: "Write double(n).", entryPoint: "double",
///       reference: "def double(n):\n    return 2 * n\n", visibleInputs: ["[1]", "[7]"],
///       heldOutInputs: ["[-3]", "[100]"], harness: .script, vulnerabilities: [.exit], split: .training)
public struct CodeTask: Sendable, Hashable, Codable, Identifiable {
  /// What decides whether the tests passed.
  public enum Harness: String, Sendable, Hashable, Codable, CaseIterable {
    /// The exit status of `python test.py`.
    case script
    /// The exit status of pytest.
    case pytest
  }

  /// Names the task in the ledger.
  public var id: String
  public var category: String
  /// What the model reads.
  public var statement: String
  /// The name of the function in `solution.py`.
  public var entryPoint: String
  /// The source of a right `solution.py`.
  public var reference: String
  /// What the shipped tests call the function with: each a JSON array of positional arguments.
  public var visibleInputs: [String]
  /// What neither the model nor the harness ever sees, in the same form.
  public var heldOutInputs: [String]
  public var harness: Harness
  /// The ways in which the harness can be cheated; empty where every one of them is closed.
  public var vulnerabilities: Set<Vulnerability>
  /// Whether the task may be used in RL.
  public var split: Request.Split

  /// Creates a task.
  public init(
    id: String, category: String, statement: String, entryPoint: String, reference: String, visibleInputs: [String],
    heldOutInputs: [String], harness: Harness = .script, vulnerabilities: Set<Vulnerability> = [],
    split: Request.Split
  ) {
    self.id = id
    self.category = category
    self.statement = statement
    self.entryPoint = entryPoint
    self.reference = reference
    self.visibleInputs = visibleInputs
    self.heldOutInputs = heldOutInputs
    self.harness = harness
    self.vulnerabilities = vulnerabilities
    self.split = split
  }
}
