;; The loops over all weights of a step, four numbers at a time. Assembled into kernels-module.ts by `npm run build:kernels`.
;;
;; Every loop treats `count` numbers of float32, at addresses in bytes that need no alignment. Of the last four it reads all, whatever lies
;; behind, and writes those that are its own: the memory is 16 bytes longer than what is kept in it.
(module
  (import "training" "memory" (memory 1 65536 shared))

  ;; Adam and AdamW. parameter = kept * parameter; gradient = gradientScale * gradient + coupled * parameter;
  ;; first = momentum * first + newFirst * gradient; second = secondBeta * second + newSecond * gradient ** 2;
  ;; parameter = parameter - stepSize * first / (sqrt(second) + rootFloor)
  (func (export "adam")
    (param $parameters i32) (param $gradients i32) (param $first i32) (param $second i32) (param $count i32)
    (param $gradientScale f32) (param $kept f32) (param $coupled f32)
    (param $momentum f32) (param $newFirst f32) (param $secondBeta f32) (param $newSecond f32)
    (param $stepSize f32) (param $rootFloor f32)
    (local $parameter v128) (local $gradient v128) (local $mean v128) (local $square v128)
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $parameter
          (f32x4.mul (f32x4.splat (local.get $kept)) (v128.load (local.get $parameters))))
        (local.set $gradient
          (f32x4.add
            (f32x4.mul (f32x4.splat (local.get $gradientScale)) (v128.load (local.get $gradients)))
            (f32x4.mul (f32x4.splat (local.get $coupled)) (local.get $parameter))))
        (local.set $mean
          (f32x4.add
            (f32x4.mul (f32x4.splat (local.get $momentum)) (v128.load (local.get $first)))
            (f32x4.mul (f32x4.splat (local.get $newFirst)) (local.get $gradient))))
        (local.set $square
          (f32x4.add
            (f32x4.mul (f32x4.splat (local.get $secondBeta)) (v128.load (local.get $second)))
            (f32x4.mul
              (f32x4.mul (f32x4.splat (local.get $newSecond)) (local.get $gradient))
              (local.get $gradient))))
        (local.set $parameter
          (f32x4.sub
            (local.get $parameter)
            (f32x4.div
              (f32x4.mul (f32x4.splat (local.get $stepSize)) (local.get $mean))
              (f32x4.add (f32x4.sqrt (local.get $square)) (f32x4.splat (local.get $rootFloor))))))
        (if (i32.ge_s (local.get $count) (i32.const 4))
          (then
            (v128.store (local.get $parameters) (local.get $parameter))
            (v128.store (local.get $first) (local.get $mean))
            (v128.store (local.get $second) (local.get $square)))
          (else
            (call $storeLanes (local.get $parameters) (local.get $count) (local.get $parameter))
            (call $storeLanes (local.get $first) (local.get $count) (local.get $mean))
            (call $storeLanes (local.get $second) (local.get $count) (local.get $square))))
        (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
        (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
        (local.set $first (i32.add (local.get $first) (i32.const 16)))
        (local.set $second (i32.add (local.get $second) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $next))))

  ;; SGD. velocity = momentum * velocity + gradientScale * gradient + weightDecay * parameter; parameter = parameter - rate * velocity
  (func (export "sgd")
    (param $parameters i32) (param $gradients i32) (param $velocities i32) (param $count i32)
    (param $gradientScale f32) (param $weightDecay f32) (param $momentum f32) (param $rate f32)
    (local $parameter v128) (local $velocity v128)
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $parameter (v128.load (local.get $parameters)))
        (local.set $velocity
          (f32x4.add
            (f32x4.mul (f32x4.splat (local.get $momentum)) (v128.load (local.get $velocities)))
            (f32x4.add
              (f32x4.mul (f32x4.splat (local.get $gradientScale)) (v128.load (local.get $gradients)))
              (f32x4.mul (f32x4.splat (local.get $weightDecay)) (local.get $parameter)))))
        (local.set $parameter
          (f32x4.sub
            (local.get $parameter)
            (f32x4.mul (f32x4.splat (local.get $rate)) (local.get $velocity))))
        (if (i32.ge_s (local.get $count) (i32.const 4))
          (then
            (v128.store (local.get $parameters) (local.get $parameter))
            (v128.store (local.get $velocities) (local.get $velocity)))
          (else
            (call $storeLanes (local.get $parameters) (local.get $count) (local.get $parameter))
            (call $storeLanes (local.get $velocities) (local.get $count) (local.get $velocity))))
        (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
        (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
        (local.set $velocities (i32.add (local.get $velocities) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $next))))

  ;; average = average + taken * (value - average)
  (func (export "moveAverage")
    (param $averages i32) (param $values i32) (param $count i32) (param $taken f32)
    (local $average v128)
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $average (v128.load (local.get $averages)))
        (local.set $average
          (f32x4.add
            (local.get $average)
            (f32x4.mul
              (f32x4.splat (local.get $taken))
              (f32x4.sub (v128.load (local.get $values)) (local.get $average)))))
        (if (i32.ge_s (local.get $count) (i32.const 4))
          (then (v128.store (local.get $averages) (local.get $average)))
          (else (call $storeLanes (local.get $averages) (local.get $count) (local.get $average))))
        (local.set $averages (i32.add (local.get $averages) (i32.const 16)))
        (local.set $values (i32.add (local.get $values) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $next))))

  ;; sum = sum + other
  (func (export "add")
    (param $sums i32) (param $others i32) (param $count i32)
    (local $sum v128)
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $sum (f32x4.add (v128.load (local.get $sums)) (v128.load (local.get $others))))
        (if (i32.ge_s (local.get $count) (i32.const 4))
          (then (v128.store (local.get $sums) (local.get $sum)))
          (else (call $storeLanes (local.get $sums) (local.get $count) (local.get $sum))))
        (local.set $sums (i32.add (local.get $sums) (i32.const 16)))
        (local.set $others (i32.add (local.get $others) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $next))))

  ;; The sum of the squares, in float64.
  (func (export "squaredNorm")
    (param $values i32) (param $count i32)
    (result f64)
    (local $value v128) (local $low v128) (local $high v128) (local $lows v128) (local $highs v128)
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        ;; Lanes behind the last are not counted.
        (local.set $value
          (v128.and
            (v128.load (local.get $values))
            (i32x4.gt_s (i32x4.splat (local.get $count)) (v128.const i32x4 0 1 2 3))))
        (local.set $low (f64x2.promote_low_f32x4 (local.get $value)))
        (local.set $high
          (f64x2.promote_low_f32x4
            (i64x2.splat (i64x2.extract_lane 1 (local.get $value)))))
        (local.set $lows (f64x2.add (local.get $lows) (f64x2.mul (local.get $low) (local.get $low))))
        (local.set $highs (f64x2.add (local.get $highs) (f64x2.mul (local.get $high) (local.get $high))))
        (local.set $values (i32.add (local.get $values) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $next)))
    (local.set $lows (f64x2.add (local.get $lows) (local.get $highs)))
    (f64.add (f64x2.extract_lane 0 (local.get $lows)) (f64x2.extract_lane 1 (local.get $lows))))

  ;; Writes the first one, two or three lanes of `values`.
  (func $storeLanes
    (param $at i32) (param $count i32) (param $values v128)
    (v128.store32_lane 0 (local.get $at) (local.get $values))
    (if (i32.ge_s (local.get $count) (i32.const 2))
      (then (v128.store32_lane offset=4 1 (local.get $at) (local.get $values))))
    (if (i32.ge_s (local.get $count) (i32.const 3))
      (then (v128.store32_lane offset=8 2 (local.get $at) (local.get $values))))))
