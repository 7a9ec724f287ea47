import ModelBackend
import Synchronization

/// Gets several answers to one prompt from a server that may or may not give several at once, and remembers which.
final class CountSupport: Sendable {
  private let gives: Atomic<Bool>

  init(isExpected: Bool) {
    gives = Atomic(isExpected)
  }

  /// Asks for `count` answers, in one request where the server does that, else one by one.
  ///
  /// - Parameter ask: asks for a number of answers, of which the first is the one of the given number. It may give fewer.
  func answers<Answer: Sendable>(
    _ count: Int, _ ask: @escaping @Sendable (_ count: Int, _ first: Int) async throws -> [Answer]
  ) async throws -> [Answer] {
    if count < 1 { return [] }
    var answers: [Answer] = []
    if count == 1 || gives.load(ordering: .relaxed) {
      do {
        answers = try await ask(count, 0)
      } catch let error as BackendError where error.code == .refusedByServer && count > 1 {
        // Some servers refuse every `n` but 1. Where they refuse one answer as well, that error is the one to see.
        answers = try await ask(1, 0)
      }
      if answers.count < count { gives.store(false, ordering: .relaxed) }
    }
    let missing = Array(answers.count..<max(count, answers.count))
    if missing.isEmpty { return Array(answers.prefix(count)) }
    let rest = try await withThrowingTaskGroup(of: (Int, [Answer]).self) { group in
      for number in missing { group.addTask { (number, try await ask(1, number)) } }
      var found: [Int: Answer] = [:]
      for try await (number, answers) in group { found[number] = answers.first }
      return missing.compactMap { found[$0] }
    }
    return answers + rest
  }
}
