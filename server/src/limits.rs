//! How often somebody may knock at the doors: per account, and per network address. A whole hotel is one address, so
//! what is counted per address is generous, and only what went wrong is counted there for those who guess.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::id::DeviceId;

/// Mails to one address: five at once, then one every three minutes.
const MAILS: (u32, Duration) = (5, Duration::from_mins(3));
/// What one network address may ask for that costs something: mails and knocks.
const REQUESTS: (u32, Duration) = (200, Duration::from_secs(3));
/// What one device may ask of a meeting: a burst of taps, and then twenty a second.
const COMMANDS: (u32, Duration) = (100, Duration::from_millis(50));
/// Wrong codes from one network address.
const WRONG: (u32, Duration) = (200, Duration::from_secs(3));
/// How many questions go by between two sweeps of those that need no longer be remembered.
const SWEEP_EVERY: u32 = 256;

/// Not now, but after so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub Duration);

impl Wait {
    /// At least one second, so that "try again in 0 seconds" is never said.
    pub fn seconds(self) -> u32 {
        let seconds = self.0.as_secs() + u64::from(self.0.subsec_nanos() > 0);
        u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
    }
}

/// Where a request comes from: an address, or for IPv6 the network that one household or one hotel has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(IpAddr::V4(address)),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self(IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
            }
        }
    }
}

pub struct DoorLimits {
    /// Mails with a code, per e-mail address, known or not.
    pub mails: Gate<String>,
    pub requests: Gate<Network>,
    pub guesses: Guesses,
    /// Per session.
    pub commands: Gate<DeviceId>,
}

impl Default for DoorLimits {
    fn default() -> Self {
        Self {
            mails: Gate::new(MAILS),
            requests: Gate::new(REQUESTS),
            commands: Gate::new(COMMANDS),
            guesses: Guesses {
                wrong: Gate::new(WRONG),
                shut_until: Mutex::default(),
            },
        }
    }
}

/// Lets a burst pass, and then one at a time.
pub struct Gate<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    n_asked: AtomicU32,
}

impl<K: Hash + Eq + Clone> Gate<K> {
    fn new((burst, one_per): (u32, Duration)) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(one_per).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        Self {
            limiter: RateLimiter::keyed(quota.allow_burst(burst)),
            clock: DefaultClock::default(),
            n_asked: AtomicU32::new(0),
        }
    }

    pub fn pass(&self, key: &K) -> Result<(), Wait> {
        if self.n_asked.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        let passed = self.limiter.check_key(key);
        passed.map_err(|not_until| Wait(not_until.wait_time_from(self.clock.now())))
    }
}

/// Wrong guesses per network address. Who has guessed wrong too often is not listened to for a while, right or wrong.
pub struct Guesses {
    wrong: Gate<Network>,
    shut_until: Mutex<HashMap<Network, Instant>>,
}

impl Guesses {
    /// To be asked before a guess is looked at.
    pub fn listen_to(&self, network: Network) -> Result<(), Wait> {
        let shut_until = self
            .shut_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let wait = shut_until
            .get(&network)
            .map(|until| until.saturating_duration_since(Instant::now()));
        match wait {
            Some(wait) if !wait.is_zero() => Err(Wait(wait)),
            _ => Ok(()),
        }
    }

    pub fn count_wrong(&self, network: Network) {
        let Err(Wait(wait)) = self.wrong.pass(&network) else {
            return;
        };
        let now = Instant::now();
        let mut shut_until = self
            .shut_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        shut_until.retain(|_, until| *until > now);
        shut_until.insert(network, now + wait);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::from(text.parse::<IpAddr>().unwrap())
    }

    #[test]
    fn a_burst_passes_and_what_comes_after_hears_how_long_to_wait() {
        let gate = Gate::new((3, Duration::from_mins(1)));
        for _ in 0..3 {
            assert_eq!(gate.pass(&"a"), Ok(()));
        }
        let Wait(wait) = gate.pass(&"a").unwrap_err();
        assert!(wait > Duration::from_secs(50) && wait <= Duration::from_mins(1));
        assert_eq!(gate.pass(&"b"), Ok(()), "each for itself");
    }

    #[test]
    fn what_is_long_past_is_forgotten() {
        let gate = Gate::new((1, Duration::from_nanos(1)));
        for key in 0..10 * SWEEP_EVERY {
            assert_eq!(gate.pass(&key), Ok(()));
        }
        assert!(gate.limiter.len() <= SWEEP_EVERY as usize);
    }

    #[test]
    fn who_guesses_wrong_too_often_is_not_listened_to_and_others_are() {
        let limits = DoorLimits::default();
        let (guesser, other) = (network("192.0.2.1"), network("192.0.2.2"));
        for _ in 0..WRONG.0 {
            limits.guesses.count_wrong(guesser);
            assert_eq!(limits.guesses.listen_to(guesser), Ok(()));
        }
        limits.guesses.count_wrong(guesser);
        assert!(limits.guesses.listen_to(guesser).is_err());
        assert_eq!(limits.guesses.listen_to(other), Ok(()));
    }

    #[test]
    fn one_network_is_one_whoever_writes_its_address() {
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(Wait(Duration::from_millis(1)).seconds(), 1);
        assert_eq!(Wait(Duration::from_millis(1_001)).seconds(), 2);
    }
}
