// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Simulator

// Every device of the line as a card.
Flickable {
    id: stage

    clip: true
    contentHeight: cards.height + 2 * Theme.gap
    boundsBehavior: Flickable.StopAtBounds

    Flow {
        id: cards

        x: Theme.gap
        y: Theme.gap
        width: stage.width - 2 * Theme.gap
        spacing: Theme.gap

        Repeater {
            model: Bus.devices

            DeviceCard {
                width: 276
            }
        }
    }
}
