import Foundation
import Language
import ModelBackend

/// Draws completions for requests that come at any time, and tells each token as it is drawn.
///
///     let sampler = try StreamingSampler(LocalCheckpoint(contentsOf: directory))
///     for try await event in try sampler.events(of: [request]) { … }
///
/// Each thread has sixteen completions go through the model together; requests join them and leave between any two
/// tokens (continuous batching: Yu et al., https://www.usenix.org/conference/osdi22/presentation/yu). Whoever stops to
/// listen to the events has the request given up.
///
/// What is drawn is what `LocalSampler` draws for the same prompt, parameters and seed, to the last bit, whatever else
/// is under way.
public final class StreamingSampler: Sendable {
  public let configuration: ModelConfiguration
  private let tokenizer: Tokenizer?
  private let queue: StreamingQueue
  /// The completions that are drawn at a time.
  private let places: Int

  /// Starts the threads. They end with `close()`, which has to be called.
  ///
  /// - Parameters:
  ///   - checkpoint: whose weights are used, adapters merged in.
  ///   - tokenizer: needed for stop strings alone.
  ///   - threadCount: sixteen completions are drawn at a time on each.
  ///   - memory: bytes that keys and values may take.
  public init(
    _ checkpoint: LocalCheckpoint, tokenizer: Tokenizer?,
    threadCount: Int = ProcessInfo.processInfo.activeProcessorCount,
    memory: Int = Int(ProcessInfo.processInfo.physicalMemory / 4)
  ) {
    places = Panel.width * max(1, threadCount)
    let weights = checkpoint.mergedWeights
    configuration = weights.configuration
    self.tokenizer = tokenizer
    let perToken = KeyValueSegment.Shape(configuration).size(capacity: 1) * MemoryLayout<Float>.stride
    let queue = StreamingQueue(tokenBudget: max(1, memory / perToken))
    self.queue = queue
    MatrixProduct.prepare()
    var rotary = RotaryTable(configuration)
    rotary.extend(to: configuration.maximumLength)
    for number in 0..<max(1, threadCount) {
      let thread = Thread { [rotary] in
        weights.values.withUnsafePointer { values in
          rotary.withUnsafePointer { rotary in
            var loop = StreamingLoop(
              Panel(
                model: weights, weights: values, rotary: rotary, workspace: PanelWorkspace(weights.configuration)))
            loop.run(queue)
          }
        }
      }
      thread.stackSize = 8 << 20
      thread.name = "titer-stream-\(number)"
      thread.start()
    }
  }

  deinit { close() }

  /// The requests that are not done.
  public var requestCount: Int { queue.count }

  /// The longest sequence, prompt and completion, that the memory has room for.
  public var maximumLength: Int { min(configuration.maximumLength, queue.tokenBudget) }

  /// Begins requests that are listened to together.
  ///
  /// - Throws: `BackendError` for what `LocalSampler` refuses too: an empty prompt, an unknown token, a sequence that is
  ///   too long. The events throw one where the model's numbers overflow, and what was given to `close(_:)` after that.
  public func events(of requests: [StreamingRequest]) throws -> StreamingEvents {
    let limits = SamplingLimits(configuration)
    for request in requests {
      try limits.check(request.sampling)
      if !request.sampling.parameters.stopStrings.isEmpty, tokenizer == nil {
        throw BackendError(
          .unsupported, "Stop strings need the model's tokenizer, which is not beside its weights. Use stop tokens.")
      }
    }
    let (events, continuation) = AsyncThrowingStream.makeStream(of: StreamingEvent.self)
    if requests.isEmpty { continuation.finish() }
    let listener = StreamingListener(continuation, requests: requests.count)
    let jobs = requests.enumerated().map { number, request in
      StreamingJob(
        request, tokenizer: tokenizer, number: number, listener: listener, places: places, budget: queue.tokenBudget)
    }
    continuation.onTermination = { [queue] reason in
      if case .finished(nil) = reason { return }
      for job in jobs { queue.cancel(job) }
    }
    for job in jobs { queue.add(job) }
    return StreamingEvents(events, of: jobs, in: queue)
  }

  /// Gives up what is under way and ends the threads.
  ///
  /// - Parameter error: what the streams end with.
  public func close(_ error: any Error = CancellationError()) { queue.close(error) }
}
