//! The nights of a sweep: one set of promises, held to by every place that nights can be kept in.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod queue;
#[cfg(feature = "postgres")]
mod server;
#[cfg(feature = "postgres")]
mod server_faults;
mod standings;
mod together;
#[cfg(feature = "postgres")]
mod unheard;
mod world;

/// Each promise as a test of each place.
macro_rules! promises {
    ($($module:ident::$promise:ident,)*) => {
        mod sqlite {
            $(#[test]
            fn $promise() {
                super::$module::$promise(&super::world::World::sqlite());
            })*
        }

        #[cfg(feature = "postgres")]
        mod postgres {
            $(#[test]
            fn $promise() {
                if let Some(world) = super::world::World::postgres() {
                    super::$module::$promise(&world);
                }
            })*
        }
    };
}

promises! {
    queue::one_subject_is_one_item,
    queue::a_night_is_planned_only_when_no_other_is_open,
    queue::an_empty_night_has_ended_when_it_begins,
    queue::a_night_ends_exactly_when_nothing_is_left,
    queue::what_a_source_leaves_is_there_on_the_next_night,
    queue::a_lease_is_given_to_one_worker_and_can_be_held,
    queue::whoever_has_lost_an_item_writes_nothing,
    queue::an_item_that_ended_is_nobodys,
    queue::what_fails_waits_and_dies_of_its_third_failure,
    queue::what_silences_three_workers_is_dead_and_names_the_last,
    queue::what_is_given_back_has_not_been_tried,
    queue::dead_items_can_be_tried_again,
    queue::a_reopened_night_takes_nothing_from_another,
    queue::an_abandoned_night_is_over,
    queue::requests_to_a_host_keep_their_distance_whoever_makes_them,
    queue::odd_texts_come_through,
    standings::each_package_stands_beside_what_was_known_of_it,
    standings::many_standings_come_in_the_order_of_their_bytes,
    standings::what_is_the_same_is_kept_once,
    standings::of_two_items_with_one_version_the_last_counts,
    standings::what_is_forgotten_leaves_the_newest_of_each_package,
    standings::the_slowest_come_first,
    standings::a_report_comes_back_byte_for_byte,
    standings::answers_are_given_while_they_are_young,
    standings::a_snapshot_is_a_cache_that_answers,
    standings::a_snapshot_replaces_what_was_there_and_leaves_nothing_beside_it,
    together::many_workers_judge_each_item_once,
    together::of_many_planners_one_begins_the_night,
    together::a_worker_may_drive_a_runtime_of_its_own,
}
