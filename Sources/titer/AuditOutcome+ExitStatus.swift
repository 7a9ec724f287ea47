import ArgumentParser
import Audit
import Experiments

extension AuditOutcome {
  /// Ends the program with the status that says how the audit went.
  ///
  /// - Parameter gate: whether the verdict is the exit status.
  func leave(gating gate: Bool) throws {
    switch ending {
    case .finished, .settled: break
    case .stopped:
      Console.write("stopped after \(asked) of \(questions) questions; the same command goes on\n")
      throw ExitCode(ExitStatus.failure.rawValue)
    case .budgetExhausted(let message):
      Console.complain("\(message) \(asked) of \(questions) questions were asked; the same command goes on")
      throw ExitCode(ExitStatus.failure.rawValue)
    }
    if gate { try analysis.verdict.leave() }
  }
}

extension AuditVerdict {
  /// Ends the program with the status of the verdict.
  func leave() throws {
    switch kind {
    case .generalized: return
    case .resisted: throw ExitCode(ExitStatus.resisted.rawValue)
    case .inconclusive: throw ExitCode(ExitStatus.inconclusive.rawValue)
    }
  }
}
