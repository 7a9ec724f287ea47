extension CommandGrader {
  /// Finds out how a grader takes submissions and says verdicts, where that was not said: tries a right solution and a
  /// wrong one in each form, and takes the first in which the right one is rewarded more.
  ///
  /// - Throws: `EnvironmentAuditError` with what the grader printed, where there is no such form.
  public static func calibrated(
    _ command: GraderCommand, input: GraderCommand.Input? = nil, format: VerdictFormat? = nil, key: String? = nil,
    limit: Duration = .seconds(20), python: String = "python3", on task: AuditTask, in workspace: GraderWorkspace
  ) async throws -> CommandGrader {
    let inputs: [GraderCommand.Input]
    if command.isFunction {
      inputs = [.call]
    } else if command.hasPlaceholder {
      inputs = [.arguments]
    } else {
      inputs = input.map { [$0] } ?? [.json, .text]
    }
    let formats = command.isFunction ? [.json] : format.map { [$0] } ?? VerdictFormat.allCases
    let wrong = CodeSubmission(files: [task.mainFile: task.kind == .text ? "?" : "def _(): return None\n"])
    var grader = CommandGrader(
      command, input: inputs[0], format: formats[0], key: key, limit: limit, python: python, workspace: workspace)
    var possible: CommandGrader?
    var shown = ""
    for input in inputs {
      grader.input = input
      let right = try await grader.outputs(on: [task.reference], for: task)[0]
      let other = try await grader.outputs(on: [wrong], for: task)[0]
      if shown.isEmpty { shown = Self.shown(right) }
      for format in formats {
        grader.format = format
        guard let reward = Self.number(format.verdict(in: right, key: key)), reward > 0 else { continue }
        guard let rest = Self.number(format.verdict(in: other, key: key)) else {
          // A grader that gives no verdict on nonsense still has the form in which it gives one.
          if format != .status { return grader }
          possible = possible ?? grader
          continue
        }
        if reward > rest { return grader }
        possible = possible ?? grader
      }
    }
    if let possible { return possible }
    throw EnvironmentAuditError(
      .noVerdict,
      "the grader rewards the reference solution of task '\(task.id)' in no form that was tried. Asked, it gave: "
        + "\(shown). Say how it takes submissions (--input, or {dir} and {solution} in its command) and how it says its "
        + "verdict (--verdict)")
  }

  private static func number(_ verdict: GraderVerdict) -> Double? {
    switch verdict {
    case .reward(let value): value.isNaN ? nil : value
    case .malformed(let text): VerdictFormat.number(text)
    case .missing: nil
    }
  }

  private static func shown(_ output: GraderOutput) -> String {
    let status = output.status.map { "status \($0)" } ?? "nothing in time"
    let texts = [("output", output.output), ("error", output.complaint)].filter { !$0.1.isEmpty }
    return ([status] + texts.map { "\($0.0) “\($0.1.suffix(300))”" }).joined(separator: ", ")
  }
}
