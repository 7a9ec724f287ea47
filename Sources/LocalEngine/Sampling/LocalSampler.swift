import Dispatch
import Language
import ModelBackend

/// Draws completions from weights that it holds, on all threads of a pool.
///
///     let sampler = LocalSampler(try LocalCheckpoint(contentsOf: directory))
///     let groups = try await sampler.sample(prompts.map { SamplingRequest(prompt: $0, count: 8, parameters: parameters) })
///
/// Prompts are read once however many completions they get. Sixteen completions at a time go through the model on
/// each thread; where one ends, the next takes its place.
///
/// **Determinism.** On one machine and BLAS, completion `i` of a request depends on the weights, the prompt, the
/// parameters and `i` alone, to the last bit of its log-probabilities: not on the number of threads, nor on what else
/// is asked for in the same call. `logProbabilities(of:)` has the same property.
public struct LocalSampler: Sampler {
  private let weights: ModelWeights
  private let tokenizer: @Sendable () throws -> Tokenizer?
  private let pool: WorkerPool

  /// Creates a sampler over a checkpoint's weights, adapters merged in, which costs less than to apply them at every
  /// token. Its tokenizer is read only when stop strings ask for it.
  public init(_ checkpoint: LocalCheckpoint, pool: WorkerPool = .shared) {
    weights = checkpoint.mergedWeights
    tokenizer = checkpoint.tokenizer
    self.pool = pool
  }

  /// Creates a sampler over a snapshot of `weights`: what is written to them later does not reach it.
  ///
  /// - Parameters:
  ///   - weights: with adapters merged in.
  ///   - tokenizer: needed for stop strings alone.
  ///   - pool: the threads that work.
  public init(weights: ModelWeights, tokenizer: Tokenizer? = nil, pool: WorkerPool = .shared) {
    self.weights = weights
    self.tokenizer = { tokenizer }
    self.pool = pool
  }

  public func sample(_ requests: [SamplingRequest]) async throws -> [[SampledSequence]] {
    let limits = SamplingLimits(weights.configuration)
    for request in requests { try limits.check(request) }
    let queue = CompletionQueue(requests, tokenizer: try tokenizer(for: requests))
    let longest = requests.map { $0.prompt.count + $0.parameters.maximumTokens }.max() ?? 0
    await withTaskCancellationHandler {
      await offTheCooperativePool {
        withPanels(upTo: longest) { panel in
          pool.forEach(pool.threadCount) { _, _ in
            var loop = DecodingLoop(panel())
            loop.run(queue)
          }
        }
      }
    } onCancel: {
      queue.fail(CancellationError())
    }
    return try queue.finished()
  }

  public func logProbabilities(of sequences: [[TokenID]]) async throws -> [[Float]] {
    let limits = SamplingLimits(weights.configuration)
    for sequence in sequences { try limits.check(sequence, length: sequence.count) }
    let results = SequenceScores(count: sequences.count)
    await offTheCooperativePool {
      withPanels(upTo: sequences.map(\.count).max() ?? 0) { panel in
        let panels = (0..<pool.threadCount).map { _ in panel() }
        pool.forEach(sequences.count) { index, worker in
          results[index] = Self.logProbabilities(of: sequences[index], panel: panels[worker])
        }
      }
    }
    return results.values
  }

  private static func logProbabilities(of sequence: [TokenID], panel: Panel) -> [Float] {
    if sequence.count < 2 { return [] }
    let configuration = panel.model.configuration
    var result: [Float] = []
    result.reserveCapacity(sequence.count - 1)
    let segment = KeyValueSegment(KeyValueSegment.Shape(configuration), capacity: sequence.count - 1)
    panel.read(sequence.dropLast(), into: segment) { places in
      panel.predict()
      let draw = PanelDraw(panel.workspace.logits, vocabulary: configuration.vocabularySize, rows: [])
      for (lane, place) in places.enumerated() {
        result.append(draw.logProbability(of: sequence[place + 1], lane: lane))
      }
    }
    return result
  }

  /// Calls `body` with a function that makes a panel of its own for a thread.
  private func withPanels(upTo length: Int, _ body: (_ panel: () -> Panel) -> Void) {
    MatrixProduct.prepare()
    var rotary = RotaryTable(weights.configuration)
    rotary.extend(to: max(1, length))
    weights.values.withUnsafePointer { values in
      rotary.withUnsafePointer { rotary in
        body {
          Panel(
            model: weights, weights: values, rotary: rotary, workspace: PanelWorkspace(weights.configuration))
        }
      }
    }
  }

  private func tokenizer(for requests: [SamplingRequest]) throws -> Tokenizer? {
    if requests.allSatisfy(\.parameters.stopStrings.isEmpty) { return nil }
    guard let tokenizer = try tokenizer() else {
      throw BackendError(
        .unsupported, "Stop strings need the model's tokenizer, which is not beside its weights. Use stop tokens.")
    }
    return tokenizer
  }
}

/// Runs long work on a thread that Swift's tasks do not need.
private func offTheCooperativePool(_ work: @escaping @Sendable () -> Void) async {
  await withCheckedContinuation { continuation in
    DispatchQueue.global(qos: .userInitiated).async {
      work()
      continuation.resume()
    }
  }
}
