# tap.pl FILE...: FILE, a tab and why for each that TAP::Parser does not take.
use strict;
use warnings;
use TAP::Parser;
for my $path (@ARGV) {
    open(my $file, '<', $path) or die "$path: $!";
    my $parser = TAP::Parser->new({ tap => do { local $/; <$file> } });
    my @wrong;
    while (my $result = $parser->next) {
        push @wrong, 'no TAP: ' . $result->as_string if $result->is_unknown;
        push @wrong, 'a directive: ' . $result->as_string if $result->is_test && $result->directive;
    }
    push @wrong, $parser->parse_errors;
    push @wrong, 'the plan is not kept' unless $parser->is_good_plan;
    print join("\t", $path, join('; ', @wrong)), "\n" if @wrong;
}
