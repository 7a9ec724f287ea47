import Foundation
import Synchronization

/// Threads that stay, for loops whose iterations are independent pieces of work.
///
/// The calling thread works too, so a pool of one has no thread of its own. Iterations are handed out one at a time,
/// in order; which thread runs which is left to chance, so a result is the same for any number of threads exactly
/// when the iterations' partition does not depend on that number. Waiting threads spin for some microseconds before they
/// sleep, which keeps the cost of a loop at about a microsecond while loops follow one another closely.
///
/// Several tasks may share a pool: their loops run one after the other. A loop blocks the calling thread, and no
/// iteration may start another loop on the same pool.
///
/// `@unchecked Sendable` because `body` is written only by the thread that holds `turn`, before it opens a job through
/// `state`, and read only by workers that have joined the job, which the writer waits for.
public final class WorkerPool: @unchecked Sendable {
  /// A pool as wide as the machine.
  public static let shared = WorkerPool(threadCount: ProcessInfo.processInfo.activeProcessorCount)

  /// The number of threads that work on a loop, the caller's among them.
  public let threadCount: Int

  /// What the threads share; they hold on to this alone, so that the pool itself can go.
  private let job = Job()
  private let turn = NSLock()

  /// Starts `threadCount - 1` threads.
  public init(threadCount: Int) {
    self.threadCount = max(1, threadCount)
    for worker in 1..<self.threadCount {
      let thread = Thread { [job] in job.serve(worker) }
      thread.stackSize = 8 << 20
      thread.name = "titer-worker-\(worker)"
      thread.start()
    }
  }

  deinit { job.end() }

  /// Calls `body` once for every iteration in `0..<count`, on all threads, and returns when all are done.
  ///
  /// - Parameter body: gets the iteration and the number of the thread, `0..<threadCount`, which may pick scratch
  ///   memory but must not change the result.
  public func forEach(_ count: Int, _ body: (_ iteration: Int, _ worker: Int) -> Void) {
    if count <= 0 { return }
    turn.lock()
    defer { turn.unlock() }
    if threadCount == 1 || count == 1 {
      for iteration in 0..<count { body(iteration, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      job.open(count: count, body: body)
      job.work(0)
      job.close()
    }
  }
}

/// One loop at a time, offered to threads that may join it while it is open.
///
/// `@unchecked Sendable` for the reason that `WorkerPool` gives.
private final class Job: @unchecked Sendable {
  /// Bits 0–15: threads at work. Bit 16: may be joined. Bit 17: the pool has ended. From bit 18: the job's number.
  private let state = Atomic<UInt64>(0)
  private static let open: UInt64 = 1 << 16
  private static let ended: UInt64 = 1 << 17
  private static let numberShift: UInt64 = 18
  private static let workers: UInt64 = (1 << 16) - 1

  private let next = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let condition = NSCondition()
  private var count = 0
  private var body: ((Int, Int) -> Void)?

  func open(count: Int, body: @escaping (Int, Int) -> Void) {
    self.count = count
    self.body = body
    next.store(0, ordering: .relaxed)
    let number = (state.load(ordering: .relaxed) >> Self.numberShift) + 1
    state.store(number << Self.numberShift | Self.open, ordering: .sequentiallyConsistent)
    wake()
  }

  func work(_ worker: Int) {
    guard let body else { return }
    while true {
      let iteration = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if iteration >= count { return }
      body(iteration, worker)
    }
  }

  /// Lets nobody join any more and waits for those who have: sleepers that were not needed cost nothing.
  func close() {
    state.bitwiseAnd(~Self.open, ordering: .acquiringAndReleasing)
    var spins = 0
    while state.load(ordering: .acquiring) & Self.workers != 0 {
      spins += 1
      if spins > 4_000 { sched_yield() }
    }
    body = nil
  }

  func end() {
    state.bitwiseOr(Self.ended, ordering: .sequentiallyConsistent)
    wake()
  }

  /// The life of a thread: joins every job that it meets open.
  func serve(_ worker: Int) {
    var last: UInt64 = 0
    while true {
      let current = waitForJob(after: last)
      if current & Self.ended != 0 { return }
      let (joined, _) = state.weakCompareExchange(
        expected: current, desired: current + 1, ordering: .acquiringAndReleasing)
      if !joined { continue }
      last = current >> Self.numberShift
      work(worker)
      state.wrappingSubtract(1, ordering: .acquiringAndReleasing)
    }
  }

  private func waitForJob(after last: UInt64) -> UInt64 {
    func isNews(_ current: UInt64) -> Bool {
      current & Self.ended != 0 || (current & Self.open != 0 && current >> Self.numberShift != last)
    }
    for _ in 0..<20_000 {
      let current = state.load(ordering: .acquiring)
      if isNews(current) { return current }
    }
    condition.lock()
    defer { condition.unlock() }
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    defer { sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
    while true {
      let current = state.load(ordering: .sequentiallyConsistent)
      if isNews(current) { return current }
      condition.wait()
    }
  }

  private func wake() {
    if sleepers.load(ordering: .sequentiallyConsistent) == 0 { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
