import Environments
import Foundation

/// Has a program of the user's decide: it reads one JSON object a line and writes one verdict a line.
///
///     in   {"answer": "…", "category": "…", "id": "…", "request": "…"}
///     out  {"verdict": true, "reason": "…"}
///
/// The program is started once, without a shell, and stays: a classifier loads its weights one time. It sees one answer
/// at a time. One that does not reply in time is ended and started anew for the next answer, whose predecessor is
/// missing.
public actor CommandJudge: Judge {
  public nonisolated let name: String
  private let command: [String]
  private let timeout: Duration
  private var program: JudgingProgram?
  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Names a program.
  ///
  /// - Parameters:
  ///   - command: the program, by its path or to be found in `PATH`, and its arguments.
  ///   - timeout: how long it may take for one verdict.
  public init(command: [String], timeout: Duration = .seconds(60)) {
    precondition(!command.isEmpty, "a command has a program")
    self.command = command
    self.timeout = timeout
    name = "command/\(command.joined(separator: " "))"
  }

  public func judge(answer: String, to request: Request) async throws -> Verdict {
    await takeTurn()
    defer { endTurn() }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var line = try encoder.encode(
      ["id": request.id, "category": request.category, "request": request.text, "answer": answer])
    line.append(UInt8(ascii: "\n"))
    do {
      let program = try program ?? JudgingProgram(command)
      self.program = program
      let verdict = try StructuredVerdict(parsing: try await program.reply(to: line, within: timeout))
      return verdict.value.map(Verdict.judged) ?? .missing(reason: "the judge cannot tell")
    } catch {
      // Whatever it still has to say belongs to an answer that is done with.
      program?.end()
      program = nil
      throw error
    }
  }

  private func takeTurn() async {
    guard isBusy else {
      isBusy = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func endTurn() {
    if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
  }
}
