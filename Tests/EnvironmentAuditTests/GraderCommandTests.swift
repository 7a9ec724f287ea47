import Environments
import Testing

@Suite struct GraderCommandTests {
  @Test func `a command is split as a shell would, and nothing else is done to it`() throws {
    let command = try GraderCommand(#"python3 'my grader.py' --mode "a b" \$HOME {dir} *"#)
    #expect(command.words == ["python3", "my grader.py", "--mode", "a b", "$HOME", "{dir}", "*"])
    #expect(command.hasPlaceholder && !command.isFunction)
  }

  @Test func `a function is named by its file`() throws {
    let command = try GraderCommand("graders/sums.py:grade")
    #expect(command.isFunction && command.words == ["graders/sums.py", "grade"])
    #expect(command.text == "graders/sums.py:grade")
  }

  @Test(arguments: ["", "   ", "python3 'grade.py"])
  func `an empty command and an open quotation are mistakes`(line: String) {
    #expect(throws: EnvironmentAuditError.self) { try GraderCommand(line) }
  }
}
