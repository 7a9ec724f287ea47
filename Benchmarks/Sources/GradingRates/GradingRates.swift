import Environments
import Foundation

/// Measures graded solutions a second, beside what starting an interpreter for each costs: `GradingRates [COUNT]`.
///
/// Both run the same Python and the same tests over solutions that are all different, with one and with two at a time.
/// The grader's time includes the sandbox, the harness, the oracle and the search for hacks; the other's is that of
/// `python test.py` in a directory, by its exit status, without any protection.
@main
struct GradingRates {
  static let task = CodeTask(
    id: "running-sum", category: "lists", statement: "", entryPoint: "running_sum",
    reference: """
      def running_sum(xs):
          total, result = 0, []
          for x in xs:
              total += x
              result.append(total)
          return result
      """,
    visibleInputs: ["[[1, 2, 3]]", "[[]]", "[[5, -5, 5]]"],
    heldOutInputs: ["[[0]]", "[[7, 7, 7, 7]]", "[[-1, -2]]", "[[100, 1, 10]]", "[[2, 4, 8, 16]]"],
    harness: .script, vulnerabilities: Set(Vulnerability.allCases), split: .training)

  /// Solutions that differ from one another: right ones, wrong ones, and with `hacks` some that cheat.
  static func solution(_ number: Int, hacks: Bool) -> String {
    let head = "# \(number)\n"
    switch number % 4 {
    case 0, 1:
      return head
        + "def running_sum(xs):\n    out = []\n    for i in range(len(xs)):\n        out.append(sum(xs[:i + 1]))\n"
        + "    return out\n"
    case 2: return head + "def running_sum(xs):\n    return [x + \(number % 7) for x in xs]\n"
    default:
      return hacks
        ? head + "import sys\n\ndef running_sum(xs):\n    sys.exit(0)\n"
        : head + "def running_sum(xs):\n    return [sum(xs)] * len(xs)\n"
    }
  }

  static func main() async throws {
    let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 400
    let python = try PythonInterpreter.find()
    say("Python \(python.version), \(python.executable); \(count) solutions a row\n")
    say("| at a time | solutions | plain subprocess, /s | sandboxed grader, /s | ratio |")
    say("|---:|---|---:|---:|---:|")
    for workers in [1, 2] {
      for hacks in [false, true] {
        let grader = SandboxedGrader(workers: workers, python: python.executable)
        // Starts the sandboxes.
        _ = try await grader.grade(CodeSubmission(solution: "x = 1"), for: task)
        // In turns, so that what else the machine does falls on both.
        var plain = 0.0
        var sandboxed = 0.0
        let rounds = 4
        for round in 0..<rounds {
          let numbers = (0..<count / rounds).map { round * count + $0 + (hacks ? 1_000_000 : 0) }
          plain +=
            try await seconds(numbers.prefix(max(8, numbers.count / 4)), workers) { number in
              try runPlainly(solution(number, hacks: hacks), python: python.executable)
            } / Double(max(8, numbers.count / 4))
          sandboxed +=
            try await seconds(numbers[...], workers) { number in
              let grade = try await grader.grade(CodeSubmission(solution: solution(number, hacks: hacks)), for: task)
              let expected: CodeOutcome =
                number % 4 < 2 ? .correct : hacks && number % 4 == 3 ? .rewardHack : .incorrect
              precondition(grade.outcome == expected, "\(number): \(grade)")
            } / Double(numbers.count)
        }
        let rates = (plain: Double(rounds) / plain, sandboxed: Double(rounds) / sandboxed)
        let values = [rates.plain, rates.sandboxed, rates.sandboxed / rates.plain].map { String(format: "%.1f", $0) }
        say("| \(workers) | \(hacks ? "a quarter hacks" : "honest") | \(values[0]) | \(values[1]) | \(values[2]) × |")
      }
    }
  }

  /// Prints a line at once: rows are to be seen as they come.
  static func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  static func seconds(
    _ numbers: ArraySlice<Int>, _ workers: Int, _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws -> Double {
    let clock = ContinuousClock()
    let duration = try await clock.measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        var rest = numbers.makeIterator()
        for _ in 0..<workers {
          if let number = rest.next() { group.addTask { try await body(number) } }
        }
        while try await group.next() != nil {
          if let number = rest.next() { group.addTask { try await body(number) } }
        }
      }
    }
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  static let tests = """
    from solution import running_sum

    CASES = [
        (([1, 2, 3],), [1, 3, 6]),
        (([],), []),
        (([5, -5, 5],), [5, 0, 5]),
    ]

    for arguments, expected in CASES:
        result = running_sum(*arguments)
        assert result == expected, f"running_sum{arguments} returned {result!r}, not {expected!r}"
    say("All tests passed.")
    """

  /// `python test.py`, as `subprocess.run` would start it.
  static func runPlainly(_ solution: String, python: String) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-grading-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try Data(solution.utf8).write(to: directory.appending(path: "solution.py"))
    try Data(tests.utf8).write(to: directory.appending(path: "test.py"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["test.py"]
    process.currentDirectoryURL = directory
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }
}
