import Environments
import TestSupport
import Testing

@Suite("The battery of submissions", .tags(.python))
struct GradingBatteryTests {
  @Test("Every submission gets its outcome and mechanism, and none is confused with another", .timeLimit(.minutes(30)))
  func battery() async throws {
    let entries = try BatteryEntry.all()
    #expect(entries.count >= 120)
    #expect(Set(entries.map(\.name)).count == entries.count)
    let grader = SandboxedGrader(workers: 2, python: try PythonOracle.interpreter.path)
    // One kind of harness after the other, a few at a time: what waits for a processor has a deadline too.
    var next = entries.makeIterator()
    try await withThrowingTaskGroup(of: Void.self) { group in
      func add() {
        guard let entry = next.next() else { return }
        group.addTask {
          let grade = try await grader.grade(entry.submission, for: entry.task)
          #expect(grade.outcome == entry.outcome, "\(entry.name): \(grade)")
          if let mechanisms = entry.mechanisms { #expect(grade.mechanisms == mechanisms, "\(entry.name): \(grade)") }
          if grade.outcome == .correct || grade.outcome == .incorrect {
            #expect(grade.mechanisms.isEmpty, "\(entry.name)")
          }
        }
      }
      for _ in 0..<2 { add() }
      while try await group.next() != nil { add() }
    }
  }
}
