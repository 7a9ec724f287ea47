import Foundation
import Language
import ModelBackend

/// What is left to be done of one call of the sampler, shared by the threads that do it.
///
/// Prompts are handed out in order, and each is read once, whoever asks first; completions of a prompt wait until it
/// has been read. Which thread gets what is left to chance and changes nothing.
///
/// `@unchecked Sendable` because everything that changes is guarded by `condition`.
final class CompletionQueue: @unchecked Sendable {
  /// A piece of work.
  enum Work {
    /// Read all tokens of the prompt but the last, then call `finish(prompt:with:)`.
    case read(prompt: Int)
    /// Draw this completion, whose prompt has been read into `prefix` (none where it has only one token).
    case draw(Completion, prefix: KeyValueSegment?)
    /// Nothing at the moment.
    case later
    /// Nothing any more.
    case nothing
  }

  private enum Reading {
    case unread
    case underway
    case read(KeyValueSegment?)
  }

  private struct Prompt {
    var tokens: [TokenID]
    var reading: Reading
    /// Completions that have not begun.
    var waiting: ArraySlice<Completion.Place> = []
  }

  private let requests: [SamplingRequest]
  private let tokenizer: Tokenizer?
  private let condition = NSCondition()
  private var prompts: [Prompt] = []
  private var firstOpen = 0
  private var results: [[SampledSequence]]
  private var failure: (any Error)?

  init(_ requests: [SamplingRequest], tokenizer: Tokenizer?) {
    self.requests = requests
    self.tokenizer = tokenizer
    let none = SampledSequence(tokens: [], logProbabilities: [], stopReason: .length)
    results = requests.map { Array(repeating: none, count: $0.count) }
    var numbers: [[TokenID]: Int] = [:]
    for (request, content) in requests.enumerated() where content.parameters.maximumTokens > 0 {
      let number = numbers[content.prompt] ?? prompts.count
      if number == prompts.count {
        numbers[content.prompt] = number
        prompts.append(Prompt(tokens: content.prompt, reading: content.prompt.count == 1 ? .read(nil) : .unread))
      }
      prompts[number].waiting += (0..<content.count).map { Completion.Place(request: request, index: $0) }
    }
  }

  /// The tokens of a prompt that are read beforehand.
  func beginning(ofPrompt number: Int) -> ArraySlice<TokenID> {
    condition.withLock { prompts[number].tokens.dropLast() }
  }

  /// Takes a piece of work.
  ///
  /// - Parameter isIdle: whether the caller has nothing else to do and is to wait rather than get `later`.
  func next(isIdle: Bool) -> Work {
    condition.lock()
    defer { condition.unlock() }
    while failure == nil {
      while firstOpen < prompts.count, prompts[firstOpen].waiting.isEmpty { firstOpen += 1 }
      if firstOpen == prompts.count { return .nothing }
      for number in firstOpen..<prompts.count where !prompts[number].waiting.isEmpty {
        switch prompts[number].reading {
        case .unread:
          prompts[number].reading = .underway
          return .read(prompt: number)
        case .underway: continue
        case .read(let prefix):
          let place = prompts[number].waiting.removeFirst()
          // The memory goes when the last completion that reads it is done.
          if prompts[number].waiting.isEmpty { prompts[number].reading = .read(nil) }
          return .draw(
            Completion(
              place, prompt: prompts[number].tokens, parameters: requests[place.request].parameters,
              tokenizer: tokenizer), prefix: prefix)
        }
      }
      if !isIdle { return .later }
      condition.wait()
    }
    return .nothing
  }

  /// Hands over a prompt that has been read.
  func finish(prompt number: Int, with segment: KeyValueSegment) {
    condition.withLock {
      prompts[number].reading = .read(segment)
      condition.broadcast()
    }
  }

  /// Hands over a completion that is done.
  func finish(_ completion: Completion) {
    condition.withLock { results[completion.place.request][completion.place.index] = completion.sequence }
  }

  /// Stops everything.
  func fail(_ error: any Error) {
    condition.withLock {
      if failure == nil { failure = error }
      condition.broadcast()
    }
  }

  /// Whether `fail` was called.
  var hasFailed: Bool { condition.withLock { failure != nil } }

  /// All completions, in the order of the requests.
  func finished() throws -> [[SampledSequence]] {
    try condition.withLock {
      if let failure { throw failure }
      return results
    }
  }
}
