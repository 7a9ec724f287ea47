import ArgumentParser
import Experiments

/// `titer doctor`: says what is missing and how to get it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what is missing on this machine and how to get it.",
    discussion: "Exits with 1 where something that Titer cannot do without is missing.")

  @OptionGroup var place: DirectoryOption

  func run() throws {
    let findings = Examination(workspace: place.workspace).findings()
    for finding in findings {
      let state = finding.state.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
      let subject = finding.subject.padding(toLength: 16, withPad: " ", startingAt: 0)
      print(state + subject + finding.detail)
      if !finding.remedy.isEmpty { print(String(repeating: " ", count: 8) + "→ " + finding.remedy) }
    }
    if findings.contains(where: { $0.state == .missing }) { throw ExitCode(ExitStatus.failure.rawValue) }
  }
}
