import Foundation
import Language
import ModelBackend

/// What several threads still have to draw, for whoever asks at whatever time.
///
/// Requests begin in the order in which they came, each as soon as its tokens have room in memory beside those that
/// are under way; so a large one waits, but is never overtaken for good.
///
/// `@unchecked Sendable` because everything that changes is guarded by `condition`.
final class StreamingQueue: @unchecked Sendable {
  /// A piece of work.
  enum Work {
    /// Read the job's prompt, then call `finishReading(_:with:)`.
    case read(StreamingJob)
    /// Draw a completion whose prompt has been read.
    case draw(StreamingJob, index: Int, prefix: KeyValueSegment?)
    /// Nothing at the moment.
    case later
    /// Nothing any more.
    case closed
  }

  /// The tokens that may be held at a time.
  let tokenBudget: Int
  private let condition = NSCondition()
  private var jobs: [StreamingJob] = []
  private var tokensHeld = 0
  private var isClosed = false

  init(tokenBudget: Int) {
    self.tokenBudget = tokenBudget
  }

  /// The requests that are not done.
  var count: Int { condition.withLock { jobs.count } }

  /// Adds a job; one that comes after the end is failed.
  func add(_ job: StreamingJob) {
    let isLate = condition.withLock {
      if !isClosed {
        jobs.append(job)
        condition.broadcast()
      }
      return isClosed
    }
    if isLate { job.end(CancellationError()) }
  }

  /// Ends a job at once: what has not begun never does, and what is being drawn stops after its next token.
  func cancel(_ job: StreamingJob, _ error: (any Error)? = nil) {
    job.end(error)
    condition.withLock {
      if isUnread(job) { job.reading = .read(nil) }
      job.waiting = 0..<0
      settle(job)
      condition.broadcast()
    }
  }

  /// Takes a piece of work.
  ///
  /// - Parameters:
  ///   - isIdle: whether the caller has nothing else to do and is to wait rather than get `later`.
  ///   - canRead: whether it can take a prompt.
  func next(isIdle: Bool, canRead: Bool) -> Work {
    condition.lock()
    defer { condition.unlock() }
    while !isClosed {
      if let work = work(canRead: canRead) { return work }
      if !isIdle { return .later }
      condition.wait()
    }
    return .closed
  }

  /// Hands over a prompt that has been read.
  func finishReading(_ job: StreamingJob, with segment: KeyValueSegment?) {
    condition.withLock {
      job.reading = .read(job.waiting.isEmpty ? nil : segment)
      settle(job)
      condition.broadcast()
    }
  }

  /// Hands over a completion that is done, or was given up.
  func finishDrawing(_ job: StreamingJob) {
    condition.withLock {
      job.underway -= 1
      settle(job)
      condition.broadcast()
    }
  }

  /// Fails what is not done and lets the threads go.
  func close(_ error: any Error) {
    let rest = condition.withLock {
      isClosed = true
      defer { jobs = [] }
      condition.broadcast()
      return jobs
    }
    for job in rest { job.end(error) }
  }

  /// A prompt is read before anything is drawn, as it takes no place among what is drawn; of what can be drawn, that
  /// of which least is under way comes first, so that a request for many completions leaves room for others.
  private func work(canRead: Bool) -> Work? {
    if canRead, let job = jobs.first(where: isUnread), tokensHeld == 0 || tokensHeld + job.cost <= tokenBudget {
      tokensHeld += job.cost
      job.isAdmitted = true
      job.reading = .underway
      return .read(job)
    }
    var next: (job: StreamingJob, prefix: KeyValueSegment?)?
    for job in jobs where !job.waiting.isEmpty && job.underway < min(job.width, next?.job.underway ?? .max) {
      if case .read(let prefix) = job.reading { next = (job, prefix) }
    }
    guard let (job, prefix) = next, let index = job.waiting.popFirst() else { return nil }
    job.underway += 1
    // The memory goes when the last completion that reads it is done.
    if job.waiting.isEmpty { job.reading = .read(nil) }
    return .draw(job, index: index, prefix: prefix)
  }

  private func isUnread(_ job: StreamingJob) -> Bool {
    if case .unread = job.reading { true } else { false }
  }

  /// Takes a job from the list when nothing of it is left.
  private func settle(_ job: StreamingJob) {
    if case .read = job.reading, job.waiting.isEmpty, job.underway == 0,
      let place = jobs.firstIndex(where: { $0 === job })
    {
      jobs.remove(at: place)
      if job.isAdmitted { tokensHeld -= job.cost }
      job.end()
    }
  }
}
