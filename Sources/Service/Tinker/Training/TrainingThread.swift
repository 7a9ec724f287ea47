import Dispatch

/// Where models are trained: on no thread that tasks need which answer requests.
final class TrainingThread: TaskExecutor {
  private let queue = DispatchQueue(label: "titer.service.training", qos: .userInitiated)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
