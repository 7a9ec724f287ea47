/// What becomes of requests that were made together, as it happens. It ends when all are done, and with the first
/// error; whoever stops to listen has them given up.
public struct StreamingEvents: AsyncSequence, Sendable {
  public typealias Element = StreamingEvent

  private let stream: AsyncThrowingStream<StreamingEvent, any Error>
  private let jobs: [StreamingJob]
  private let queue: StreamingQueue

  init(_ stream: AsyncThrowingStream<StreamingEvent, any Error>, of jobs: [StreamingJob], in queue: StreamingQueue) {
    self.stream = stream
    self.jobs = jobs
    self.queue = queue
  }

  public func makeAsyncIterator() -> AsyncThrowingStream<StreamingEvent, any Error>.Iterator {
    stream.makeAsyncIterator()
  }

  /// Gives the requests up.
  ///
  /// - Parameter error: what the sequence ends with.
  public func cancel(_ error: any Error) {
    for job in jobs { queue.cancel(job, error) }
  }
}
