// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// After a bad rating: the reason in the customer's own terms, or none.
Item {
    id: ask

    readonly property int columns: height > width ? 1 : 2

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(1500))
        spacing: Theme.px(48)

        AppText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: I18n.t("rating.reason.question")
            size: Theme.title
            font.bold: true
        }

        Grid {
            id: choices

            readonly property int cell: (width - (columns - 1) * spacing) / columns

            width: parent.width
            columns: ask.columns
            spacing: Theme.px(24)

            Repeater {
                model: RatingFlow.reasons

                BigButton {
                    id: choice

                    required property string modelData

                    width: choices.cell // qmllint disable unqualified
                    name: "reason." + choice.modelData
                    primary: false
                    text: I18n.t("reason." + choice.modelData)
                    onTouched: RatingFlow.giveReason(choice.modelData)
                }
            }

            BigButton {
                width: choices.cell
                name: "reason."
                primary: false
                quiet: true
                text: I18n.t("rating.reason.skip")
                onTouched: RatingFlow.skipReason()
            }
        }
    }
}
